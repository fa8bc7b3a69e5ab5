package io.cioconnect.api;

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

    /** HTTP status, 0 when there was no complete reply. */
    public int status() {
        return status;
    }
}
