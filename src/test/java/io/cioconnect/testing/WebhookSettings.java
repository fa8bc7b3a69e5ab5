package io.cioconnect.testing;

import io.cioconnect.config.WebhookConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.common.config.types.Password;

/** A valid configuration of a receiver on a free port of localhost, with what a test wants different. */
public record WebhookSettings(WebhookConfig config) {
    public static WebhookSettings valid() {
        return new WebhookSettings(new WebhookConfig(
                "127.0.0.1",
                0,
                "/webhooks/cio",
                List.of(new Password("a signing key")),
                List.of(),
                Duration.ZERO,
                Duration.ofSeconds(20), // longer than users may set: a busy machine is no reason to answer 503 here
                512,
                64L << 20,
                512 << 10,
                Duration.ofMinutes(10),
                Optional.empty(),
                OptionalInt.empty(),
                List.of(),
                List.of(),
                1));
    }

    public WebhookSettings port(int port) {
        return with(port, config.path(), config.urlTokens(), config.responseTimeout(), config.keepOpen(), config.tls());
    }

    public WebhookSettings path(String path) {
        return with(config.port(), path, config.urlTokens(), config.responseTimeout(), config.keepOpen(), config.tls());
    }

    public WebhookSettings tokens(String... tokens) {
        List<Password> secrets = Stream.of(tokens).map(Password::new).toList();
        return with(config.port(), config.path(), secrets, config.responseTimeout(), config.keepOpen(), config.tls());
    }

    public WebhookSettings responseTimeout(Duration timeout) {
        return with(config.port(), config.path(), config.urlTokens(), timeout, config.keepOpen(), config.tls());
    }

    public WebhookSettings keepOpen(Duration keepOpen) {
        return with(config.port(), config.path(), config.urlTokens(), config.responseTimeout(), keepOpen, config.tls());
    }

    public WebhookSettings tls(WebhookConfig.Tls tls) {
        return with(
                config.port(),
                config.path(),
                config.urlTokens(),
                config.responseTimeout(),
                config.keepOpen(),
                Optional.of(tls));
    }

    private WebhookSettings with(
            int port,
            String path,
            List<Password> tokens,
            Duration responseTimeout,
            Duration keepOpen,
            Optional<WebhookConfig.Tls> tls) {
        return copy(
                port,
                path,
                tokens,
                responseTimeout,
                keepOpen,
                tls,
                config.maxInFlight(),
                config.maxInFlightBytes(),
                config.healthPort(),
                config.trustedProxies(),
                config.allowedAddresses());
    }

    public WebhookSettings keys(List<Password> keys) {
        return new WebhookSettings(new WebhookConfig(
                config.host(),
                config.port(),
                config.path(),
                keys,
                config.urlTokens(),
                config.timestampTolerance(),
                config.responseTimeout(),
                config.maxInFlight(),
                config.maxInFlightBytes(),
                config.maxBodyBytes(),
                config.keepOpen(),
                config.tls(),
                config.healthPort(),
                config.trustedProxies(),
                config.allowedAddresses(),
                config.receivers()));
    }

    public WebhookSettings limits(int maxInFlight, long maxInFlightBytes) {
        return rest(
                maxInFlight, maxInFlightBytes, config.healthPort(), config.trustedProxies(), config.allowedAddresses());
    }

    public WebhookSettings healthPort(int port) {
        return rest(
                config.maxInFlight(),
                config.maxInFlightBytes(),
                OptionalInt.of(port),
                config.trustedProxies(),
                config.allowedAddresses());
    }

    public WebhookSettings addresses(List<String> trustedProxies, List<String> allowed) {
        return rest(config.maxInFlight(), config.maxInFlightBytes(), config.healthPort(), trustedProxies, allowed);
    }

    private WebhookSettings rest(
            int maxInFlight,
            long maxInFlightBytes,
            OptionalInt healthPort,
            List<String> trusted,
            List<String> allowed) {
        return copy(
                config.port(),
                config.path(),
                config.urlTokens(),
                config.responseTimeout(),
                config.keepOpen(),
                config.tls(),
                maxInFlight,
                maxInFlightBytes,
                healthPort,
                trusted,
                allowed);
    }

    private WebhookSettings copy(
            int port,
            String path,
            List<Password> tokens,
            Duration responseTimeout,
            Duration keepOpen,
            Optional<WebhookConfig.Tls> tls,
            int maxInFlight,
            long maxInFlightBytes,
            OptionalInt healthPort,
            List<String> trusted,
            List<String> allowed) {
        return new WebhookSettings(new WebhookConfig(
                config.host(),
                port,
                path,
                config.signingKeys(),
                tokens,
                config.timestampTolerance(),
                responseTimeout,
                maxInFlight,
                maxInFlightBytes,
                config.maxBodyBytes(),
                keepOpen,
                tls,
                healthPort,
                trusted,
                allowed,
                config.receivers()));
    }
}
