package io.cioconnect.api;

import java.util.List;
import java.util.Objects;

/** A call to the App API that did not succeed. Never holds the key or a body. */
public final class AppApiException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient List<ErrorDetail> details;
    private final boolean isPage;

    /** @param status HTTP status, 0 when there was no complete reply */
    public AppApiException(int status, String message) {
        this(status, message, List.of(), false);
    }

    /** @param isPage the body is HTML, as proxies and unknown paths give it */
    AppApiException(int status, String message, List<ErrorDetail> details, boolean isPage) {
        super(message);
        this.status = status;
        this.details = details;
        this.isPage = isPage;
    }

    public AppApiException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.details = List.of();
        this.isPage = false;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage(), "every constructor takes a text");
    }

    /** HTTP status, 0 when there was no complete reply. */
    public int status() {
        return status;
    }

    /** What the body names as wrong, in its order. */
    public List<ErrorDetail> details() {
        return details;
    }

    /** The API itself says that what was asked for does not exist; a page of HTML with this status proves nothing. */
    public boolean provesAbsence() {
        return status == 404 && !isPage;
    }
}
