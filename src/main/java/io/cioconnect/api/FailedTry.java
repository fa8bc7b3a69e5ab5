package io.cioconnect.api;

import java.time.Duration;

/** A call that did not succeed this time, and whether the next try may. */
final class FailedTry extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Duration NONE = Duration.ofSeconds(-1);

    enum Kind {
        /** Another try would end the same way, or is not allowed. */
        LASTING,
        /** Worth another try. */
        PASSING,
        /** Too many requests: the whole client has to wait. */
        TOO_MANY
    }

    private final Kind kind;
    private final AppApiException error;
    private final Duration retryAfter;

    private final boolean repeatable;

    private FailedTry(Kind kind, AppApiException error, Duration retryAfter, boolean repeatable) {
        super(error);
        this.kind = kind;
        this.error = error;
        this.retryAfter = retryAfter;
        this.repeatable = repeatable;
    }

    static FailedTry lasting(AppApiException error) {
        return new FailedTry(Kind.LASTING, error, NONE, true);
    }

    static FailedTry passing(AppApiException error) {
        return new FailedTry(Kind.PASSING, error, NONE, true);
    }

    static FailedTry of(Kind kind, AppApiException error) {
        return new FailedTry(kind, error, NONE, true);
    }

    FailedTry retryAfter(Duration duration) {
        return new FailedTry(kind, error, duration, repeatable);
    }

    /** For a call that must not be sent twice. */
    FailedTry notRepeatable() {
        return new FailedTry(kind, error, retryAfter, false);
    }

    boolean isRepeatable() {
        return repeatable;
    }

    Kind kind() {
        return kind;
    }

    /** What the caller of the client is told when there is no further try. */
    AppApiException error() {
        return error;
    }

    boolean saysWhen() {
        return !retryAfter.isNegative();
    }

    /** The server's wish; negative when it {@link #saysWhen said} none. */
    Duration retryAfter() {
        return retryAfter;
    }
}
