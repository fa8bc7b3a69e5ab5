package io.cioconnect.listener;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.apache.kafka.common.config.types.Password;

/** The secret last segment of a path: none, or one of a few. Compared in constant time. */
final class UrlTokens {
    private final List<Password> tokens;

    UrlTokens(List<Password> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    boolean areRequired() {
        return !tokens.isEmpty();
    }

    boolean accept(String candidate) {
        byte[] given = candidate.getBytes(StandardCharsets.UTF_8);
        boolean accepted = false;
        for (Password token : tokens) {
            // no early exit: how long it takes must not tell which token it was
            accepted |= MessageDigest.isEqual(token.value().getBytes(StandardCharsets.UTF_8), given);
        }
        return accepted;
    }
}
