package io.cioconnect.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * 401 answers since the last pass that succeeded. A single one among good answers proves nothing; a key that is refused three times over a
 * minute is refused for good. A table that is refused while the key is good for another one says nothing about the key. One thread.
 */
final class KeyRefusals {
    /**
     * Between two tries of a refused key. Refusals that come closer together, of several tables, are one. A system property, so that tests
     * need not wait; no key of the connector, because nobody else has a reason to change it.
     */
    static final Duration PAUSE = Duration.ofMillis(Long.getLong("io.cioconnect.refresh.refused.key.pause.ms", 30_000));

    private static final int ENOUGH = 3;

    private final boolean alsoReceives;
    private final Set<String> tables = new HashSet<>();
    private final Set<String> refusedAlone = new HashSet<>();
    private int count;
    private Instant last = Instant.EPOCH;

    /** @param alsoReceives then the task lives on whatever becomes of the key, and its tables retry at their intervals */
    KeyRefusals(boolean alsoReceives) {
        this.alsoReceives = alsoReceives;
    }

    /** How long a table with this interval waits for the next try. */
    Duration pause(Duration interval) {
        return alsoReceives || interval.compareTo(PAUSE) < 0 ? interval : PAUSE;
    }

    boolean any() {
        return count > 0;
    }

    /** Whether another table was read with the key that was refused for this one. */
    boolean areOfTableAlone(String table) {
        return refusedAlone.contains(table);
    }

    void add(String table, Instant at) {
        tables.add(table);
        boolean wasSetBack = last.isAfter(at.plus(PAUSE)); // the clock was
        if (count == 0 || wasSetBack || !at.isBefore(last.plus(PAUSE))) {
            count++;
            last = at;
        }
    }

    /** With the next one they end the task. */
    boolean almostEndTask() {
        return !alsoReceives && count == ENOUGH - 1;
    }

    /**
     * All tables that would be due before the key is tried again. They come before the refused one, however long their intervals are,
     * because their answers show whether the key is refused or that table alone. If there are none, and the next refusal would fail the
     * task, it is the table that is due next.
     *
     * @param until when the refused table is tried again
     * @param longSyncs which take too long to come early
     */
    Set<String> witnesses(String refused, Instant until, SyncSchedule schedule, Set<String> longSyncs) {
        Set<String> due = schedule.dueBeside(refused, until);
        if (!due.isEmpty() || !almostEndTask()) {
            return due;
        }
        Set<String> longOrRefused = new HashSet<>(longSyncs);
        longOrRefused.add(refused);
        return schedule.soonest(until, longOrRefused).map(Set::of).orElse(Set.of());
    }

    boolean endTask() {
        return !alsoReceives && count >= ENOUGH;
    }

    /** Starts over, because another key is in use. Returns the tables that the old one was refused for. */
    Set<String> forget() {
        Set<String> refused = Set.copyOf(tables);
        tables.clear();
        refusedAlone.clear();
        count = 0;
        return refused;
    }

    /** The key was good for this table. */
    void succeeded(String table) {
        refusedAlone.addAll(tables);
        refusedAlone.remove(table);
        tables.clear();
        count = 0;
    }
}
