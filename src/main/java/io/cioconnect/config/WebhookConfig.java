package io.cioconnect.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.config.types.Password;

/**
 * The receiver of reporting webhooks.
 *
 * @param path absolute, without a trailing slash, percent-encoded
 * @param signingKeys one or more, in order; empty when none is set
 * @param urlTokens at most two, the newest last; empty when none is set
 * @param timestampTolerance zero is off
 * @param trustedProxies CIDR blocks
 * @param allowedAddresses CIDR blocks; empty lets everybody call
 */
public record WebhookConfig(
        String host,
        int port,
        String path,
        List<Password> signingKeys,
        List<Password> urlTokens,
        Duration timestampTolerance,
        Duration responseTimeout,
        int maxInFlight,
        long maxInFlightBytes,
        int maxBodyBytes,
        Duration keepOpen,
        Optional<Tls> tls,
        OptionalInt healthPort,
        List<String> trustedProxies,
        List<String> allowedAddresses,
        int receivers) {

    /** HTTPS. {@code type} is PKCS12, JKS or PEM. */
    public record Tls(
            String keystoreLocation,
            Optional<Password> keystorePassword,
            String type,
            Optional<Password> keyPassword) {}
}
