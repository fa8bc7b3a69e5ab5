package io.cioconnect.pace;

import java.time.Duration;

/** The waits between failed attempts. Each is twice the one before, up to the longest. Immutable: the caller counts the failures. */
public record Backoff(Duration first, Duration longest) {
    /** After so many doublings, any first wait has long reached the longest wait that makes sense. */
    private static final int MAX_DOUBLINGS = 20;

    /** How long to wait after this number of failures in a row, without jitter; zero after none. */
    public Duration after(int failures) {
        if (failures <= 0) {
            return Duration.ZERO;
        }
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
