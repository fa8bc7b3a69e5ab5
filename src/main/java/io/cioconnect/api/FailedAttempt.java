package io.cioconnect.api;

import java.time.Duration;

/** A call that did not succeed this time, and whether the next try may. */
final class FailedAttempt extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Duration NONE = Duration.ofSeconds(-1);

    enum Kind {
        /** Another try would end the same way, or is not allowed. */
        PERMANENT,
        /** Worth another try. */
        TRANSIENT,
        /** Too many requests: the whole client has to wait. */
        THROTTLED;

        /** What an answer that is no success means for the next try. */
        static Kind ofStatus(int status) {
            if (status == 429) {
                return THROTTLED;
            }
            return status == 408 || status >= 500 ? TRANSIENT : PERMANENT;
        }
    }

    private final Kind kind;
    private final AppApiException error;
    private final Duration retryAfter;

    private final boolean repeatable;

    private FailedAttempt(Kind kind, AppApiException error, Duration retryAfter, boolean repeatable) {
        super(error);
        this.kind = kind;
        this.error = error;
        this.retryAfter = retryAfter;
        this.repeatable = repeatable;
    }

    static FailedAttempt permanent(AppApiException error) {
        return new FailedAttempt(Kind.PERMANENT, error, NONE, true);
    }

    static FailedAttempt transientFailure(AppApiException error) {
        return new FailedAttempt(Kind.TRANSIENT, error, NONE, true);
    }

    static FailedAttempt of(Kind kind, AppApiException error) {
        return new FailedAttempt(kind, error, NONE, true);
    }

    FailedAttempt retryAfter(Duration duration) {
        return new FailedAttempt(kind, error, duration, repeatable);
    }

    /** For a call that must not be sent twice. */
    FailedAttempt notRepeatable() {
        return new FailedAttempt(kind, error, retryAfter, false);
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
