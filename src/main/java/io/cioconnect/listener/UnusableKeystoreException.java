package io.cioconnect.listener;

import java.io.IOException;

/** A keystore that cannot be read or used. The message names the file and the reason, and holds no secret. */
final class UnusableKeystoreException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableKeystoreException(String location, String what, Exception cause) {
        super("webhook.ssl.keystore.location " + location + " " + what + ": " + cause, cause);
    }
}
