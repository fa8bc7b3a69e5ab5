package io.cioconnect.api;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A call to the App API that did not succeed. Never holds the key or a body. */
public final class AppApiException extends Exception {
    private static final long serialVersionUID = 1L;

    /** These are about the key, a proxy, the time or the rate, and so about every call. */
    private static final Set<Integer> OF_ALL_CALLS = Set.of(401, 407, 408, 429);

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

    /** The API itself refuses what was asked for. Another call may well be answered. A page of HTML comes from something in between. */
    public boolean refusesThisCall() {
        return status >= 400 && status < 500 && !isPage && !OF_ALL_CALLS.contains(status);
    }

    /** The API itself says that what was asked for does not exist; a page of HTML with this status proves nothing. */
    public boolean provesAbsence() {
        return status == 404 && !isPage;
    }
}
