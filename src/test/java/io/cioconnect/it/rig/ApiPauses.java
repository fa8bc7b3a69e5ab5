package io.cioconnect.it.rig;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long the API may have asked the connector to wait: what waits for the connector has to outlast that. Thread-safe. */
final class ApiPauses {
    /** The longest {@code Retry-After} that the connector obeys. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Clock clock;
    private volatile Instant until = Instant.EPOCH;

    ApiPauses(Clock clock) {
        this.clock = clock;
    }

    /** Until now the API may have asked for a pause of any length. */
    void ended() {
        until = clock.instant().plus(LONGEST);
    }

    /** The patience, on top of what may be left of a pause. */
    Duration onTopOf(Duration patience) {
        Duration left = Duration.between(clock.instant(), until);
        return left.isNegative() ? patience : left.plus(patience);
    }
}
