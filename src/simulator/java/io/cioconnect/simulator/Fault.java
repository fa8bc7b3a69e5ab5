package io.cioconnect.simulator;

import java.time.Duration;
import java.util.Map;

/** One way in which an answer goes wrong. */
public sealed interface Fault {
    /** A ready answer instead of the real one. */
    record Answer(int status, String contentType, Map<String, String> headers, String body) implements Fault {}

    /**
     * The real answer, cut off after this many bytes (0: without even a status), either as if complete or with a reset of the connection.
     */
    record CutOff(int afterBytes, boolean reset) implements Fault {}

    /** The real answer in small pieces with a pause before each. */
    record Drip(int bytesPerPiece, Duration pause) implements Fault {}

    /** The beginning of the real answer, and then nothing until the simulator closes or releases it. */
    record Stall(int afterBytes) implements Fault {}

    /** No answer until the simulator closes or releases it. */
    record Hang() implements Fault {}

    /** The reply to the page of this number leads back to page 2. */
    record CursorLoop(int lastPage) implements Fault {}

    /** A list's reply without its rows. */
    enum Rows implements Fault {
        EMPTY_LIST,
        NULL_ARRAY,
        MISSING_ARRAY_KEY
    }

    /** An error status with the documented envelope. */
    static Fault status(int status) {
        return status(status, Map.of());
    }

    static Fault status(int status, Map<String, String> headers) {
        Reply error = Reply.error(status, "simulated error (reference a1b2c3)");
        return new Answer(status, error.contentType(), headers, error.body());
    }

    /** An error status with the envelope that some paths use. */
    static Fault metaStatus(int status) {
        Reply error = Reply.metaError(status, "simulated error");
        return new Answer(status, error.contentType(), Map.of(), error.body());
    }

    /** The limit per second: 429 with {@code Retry-After} in whole seconds. */
    static Fault rateLimited(int retryAfterSeconds) {
        return status(429, Map.of("Retry-After", Integer.toString(retryAfterSeconds)));
    }

    /** A daily quota: 429 without {@code Retry-After}. */
    static Fault quotaExceeded() {
        return status(429);
    }

    /** An HTML page of some proxy or of the marketing site. */
    static Fault html(int status) {
        return new Answer(status, "text/html; charset=utf-8", Map.of(), Reply.htmlPage());
    }

    static Fault truncated() {
        return new CutOff(100, false);
    }

    static Fault reset() {
        return new CutOff(100, true);
    }

    static Fault hang() {
        return new Hang();
    }

    static Fault drip(int bytesPerPiece, Duration pause) {
        return new Drip(bytesPerPiece, pause);
    }

    static Fault cursorLoop(int lastPage) {
        return new CursorLoop(lastPage);
    }

    static Fault emptyList() {
        return Rows.EMPTY_LIST;
    }

    static Fault nullArray() {
        return Rows.NULL_ARRAY;
    }

    static Fault missingArrayKey() {
        return Rows.MISSING_ARRAY_KEY;
    }
}
