package io.cioconnect.metrics;

/** Why a delivery was not answered 200. */
public enum Refusal {
    SIGNATURE("signature", "401: signature missing or wrong, or timestamp outside the tolerance"),
    ADDRESS("address", "403: caller not in webhook.allowed.addresses; counted for every receiver of the port"),
    METHOD("method", "405: not a POST"),
    BODY_TOO_SLOW("body_too_slow", "408: body not complete in time"),
    BODY_TOO_LARGE("body_too_large", "413: body above 8 MiB"),
    BODY_COMPRESSED("body_compressed", "415: compressed body"),
    PATH("path", "404: unknown path or token; counted for every receiver of the port"),
    UNAVAILABLE("unavailable", "503: not acknowledged in time, over a limit, waiting for a key, stopping, paused");

    private final String reason;
    private final String text;

    Refusal(String reason, String text) {
        this.reason = reason;
        this.text = text;
    }

    String reason() {
        return reason;
    }

    String text() {
        return text;
    }
}
