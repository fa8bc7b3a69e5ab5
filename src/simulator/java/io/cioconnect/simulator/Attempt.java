package io.cioconnect.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * One POST of one event, as the sender saw it.
 *
 * @param eventId the id under which the event was sent
 * @param sha256 of the body, lower-case hex
 * @param number 1 for the first attempt of this event
 * @param status 0 when there was no answer
 * @param error {@code ""} when there was an answer, else Customer.io's word for what happened
 */
public record Attempt(
        String eventId, String sha256, int number, Instant started, Instant ended, int status, String error) {
    public static final String TIMEOUT = "timeout";
    public static final String REFUSED = "connect: connection refused";
    public static final String RESET = "read: connection reset by peer";
    public static final String EOF = "EOF";
    public static final String DNS = "server misbehaving";

    /** After these, Customer.io waits one hour, and all later events wait too. */
    private static final Set<Integer> ONE_HOUR_STATUSES = Set.of(400, 401, 402, 403, 404, 405, 410, 429, 500, 502, 521);

    private static final Set<String> ONE_HOUR_ERRORS = Set.of(REFUSED, RESET, EOF, DNS);

    public boolean isConfirmed() {
        return status >= 200 && status < 300;
    }

    public boolean isTimeout() {
        return error.equals(TIMEOUT);
    }

    /** Whether Customer.io would now wait one hour. */
    public boolean costsAnHour() {
        return ONE_HOUR_STATUSES.contains(status) || ONE_HOUR_ERRORS.contains(error);
    }

    public Duration took() {
        return Duration.between(started, ended);
    }

    /** Status or error, for counting. */
    public String outcome() {
        return error.isEmpty() ? Integer.toString(status) : error;
    }
}
