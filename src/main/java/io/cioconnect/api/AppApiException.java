package io.cioconnect.api;

import java.util.Objects;

/** A call to the App API that did not succeed. Never holds the key or a body. */
public final class AppApiException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    /** @param status HTTP status, 0 when there was no complete reply */
    public AppApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    public AppApiException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage(), "every constructor takes a text");
    }

    /** HTTP status, 0 when there was no complete reply. */
    public int status() {
        return status;
    }
}
