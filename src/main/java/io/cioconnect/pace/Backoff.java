package io.cioconnect.pace;

import java.time.Duration;

/** The waits between failed attempts: the first one, then twice the one before, up to the longest. Immutable; whoever retries counts. */
public record Backoff(Duration first, Duration longest) {
    /** Beyond that, any first wait has long reached the longest that makes sense. */
    private static final int MAX_DOUBLINGS = 20;

    /** How long to wait after so many failures in a row, without jitter; nothing after none. */
    public Duration after(int failures) {
        if (failures <= 0) {
            return Duration.ZERO;
        }
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
