package io.cioconnect.listener;

/**
 * Every answer the receiver gives. Customer.io waits one hour, and holds back all later events, after 400 401 402 403 404 405 410
 * 429 500 502 521 and after a refused, reset or closed connection; none of those may stand for a transient condition.
 */
public enum Answer {
    ACKNOWLEDGED(200),
    UNVERIFIED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    TOO_SLOW(408),
    TOO_LARGE(413),
    UNSUPPORTED_ENCODING(415),
    UNAVAILABLE(503);

    private final int status;

    Answer(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
