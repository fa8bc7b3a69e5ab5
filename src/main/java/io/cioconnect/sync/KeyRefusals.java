package io.cioconnect.sync;

import java.time.Duration;
import java.time.Instant;

/**
 * 401 answers since the last pass that succeeded. A single one among good answers proves nothing; a key that is refused three times over a
 * minute is refused for good. One thread.
 */
final class KeyRefusals {
    /**
     * Between two tries of a refused key. Refusals that come closer together, of several tables, are one. A system property, so that tests
     * need not wait; no key of the connector, because nobody else has a reason to change it.
     */
    static final Duration PAUSE = Duration.ofMillis(Long.getLong("io.cioconnect.refresh.refused.key.pause.ms", 30_000));

    private static final int ENOUGH = 3;

    private int count;
    private Instant last = Instant.EPOCH;

    boolean any() {
        return count > 0;
    }

    void add(Instant at) {
        if (count == 0 || !at.isBefore(last.plus(PAUSE))) {
            count++;
            last = at;
        }
    }

    boolean areLasting() {
        return count >= ENOUGH;
    }

    void clear() {
        count = 0;
    }
}
