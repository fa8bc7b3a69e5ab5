package io.cioconnect.simulator;

import java.time.Duration;

/**
 * When Customer.io retries. A test may shorten the hour and the back-off, but never the time a receiver has for its answer.
 *
 * @param timeout for one attempt, including connecting
 * @param firstRetry after an ordinary failure; doubles with each further one up to {@code maxRetry}
 * @param hour after an answer or error of the one-hour list
 * @param giveUp from the first attempt of an event; then the queue moves on
 */
public record SenderRules(Duration timeout, Duration firstRetry, Duration maxRetry, Duration hour, Duration giveUp) {

    /** The documented rules, with a guess for the back-off, which is not documented. */
    public static SenderRules trueTimes() {
        return new SenderRules(
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofDays(7));
    }

    /** An hour takes five seconds, a retry follows after 100 ms to 2 s, and no event is given up within a test. */
    public static SenderRules shortened() {
        return new SenderRules(
                Duration.ofSeconds(4),
                Duration.ofMillis(100),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofHours(1));
    }

    public SenderRules withHour(Duration value) {
        return new SenderRules(timeout, firstRetry, maxRetry, value, giveUp);
    }

    public SenderRules withRetries(Duration first, Duration max) {
        return new SenderRules(timeout, first, max, hour, giveUp);
    }

    public SenderRules withGiveUp(Duration value) {
        return new SenderRules(timeout, firstRetry, maxRetry, hour, value);
    }

    /** The wait before attempt {@code number + 1}, given how the last one ended. */
    Duration waitAfter(Attempt attempt, int ordinaryFailures) {
        if (attempt.costsAnHour()) {
            return hour;
        }
        Duration wait = firstRetry;
        for (int i = 1; i < ordinaryFailures && wait.compareTo(maxRetry) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(maxRetry) > 0 ? maxRetry : wait;
    }
}
