package io.cioconnect.schema;

import java.io.IOException;

/** JSON, as far as it was read, that is nested too deeply or has too long a number or name. Its text names the limit, and no content. */
public final class JsonLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    JsonLimitException(String message) {
        super(message);
    }
}
