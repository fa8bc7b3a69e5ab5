package io.cioconnect.testing;

import io.cioconnect.config.AddressRanges;
import io.cioconnect.config.PathSegments;
import io.cioconnect.config.TlsConfig;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.config.WebhookConfig.Limits;
import io.cioconnect.config.WebhookConfig.Listener;
import io.cioconnect.config.WebhookConfig.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.common.config.types.Password;

/** A valid configuration of a receiver on a free port of localhost, with what a test wants different. */
public record WebhookSettings(
        Listener listener, Verification verification, Limits limits, Optional<TlsConfig> secured) {
    public static WebhookSettings valid() {
        AddressRanges none = AddressRanges.parse(List.of());
        return new WebhookSettings(
                        new Listener(
                                "127.0.0.1",
                                0,
                                "/",
                                new PathSegments(List.of("")),
                                Duration.ofMinutes(10),
                                OptionalInt.empty(),
                                1),
                        new Verification(List.of(new Password("a signing key")), List.of(), Duration.ZERO, none, none),
                        // longer than users may set: a busy machine is no reason to answer 503 here
                        new Limits(Duration.ofSeconds(20), 512, 64L << 20, 512 << 10),
                        Optional.empty())
                .path("/webhooks/cio");
    }

    public WebhookConfig config() {
        return new WebhookConfig(listener, verification, limits, secured);
    }

    public WebhookSettings host(String host) {
        return listen(host, listener.port(), listener.path(), listener.keepOpen(), listener.healthPort());
    }

    public WebhookSettings port(int port) {
        return listen(listener.host(), port, listener.path(), listener.keepOpen(), listener.healthPort());
    }

    public WebhookSettings path(String path) {
        return listen(listener.host(), listener.port(), path, listener.keepOpen(), listener.healthPort());
    }

    public WebhookSettings keepOpen(Duration keepOpen) {
        return listen(listener.host(), listener.port(), listener.path(), keepOpen, listener.healthPort());
    }

    public WebhookSettings healthPort(int port) {
        return listen(listener.host(), listener.port(), listener.path(), listener.keepOpen(), OptionalInt.of(port));
    }

    private WebhookSettings listen(String host, int port, String path, Duration keepOpen, OptionalInt healthPort) {
        PathSegments segments = PathSegments.parse(path).orElseThrow();
        return new WebhookSettings(
                new Listener(host, port, path, segments, keepOpen, healthPort, listener.receivers()),
                verification,
                limits,
                secured);
    }

    public WebhookSettings keys(List<Password> keys) {
        return verify(keys, verification.urlTokens(), verification.trustedProxies(), verification.allowedAddresses());
    }

    public WebhookSettings tokens(String... tokens) {
        List<Password> secrets = Stream.of(tokens).map(Password::new).toList();
        return verify(
                verification.signingKeys(), secrets, verification.trustedProxies(), verification.allowedAddresses());
    }

    public WebhookSettings addresses(List<String> trustedProxies, List<String> allowed) {
        return verify(
                verification.signingKeys(),
                verification.urlTokens(),
                AddressRanges.parse(trustedProxies),
                AddressRanges.parse(allowed));
    }

    private WebhookSettings verify(
            List<Password> keys, List<Password> tokens, AddressRanges trusted, AddressRanges allowed) {
        var changed = new Verification(keys, tokens, verification.timestampTolerance(), trusted, allowed);
        return new WebhookSettings(listener, changed, limits, secured);
    }

    public WebhookSettings responseTimeout(Duration timeout) {
        return limit(new Limits(timeout, limits.maxInFlight(), limits.maxInFlightBytes(), limits.maxBodyBytes()));
    }

    public WebhookSettings limits(int maxInFlight, long maxInFlightBytes) {
        return limit(new Limits(limits.responseTimeout(), maxInFlight, maxInFlightBytes, limits.maxBodyBytes()));
    }

    private WebhookSettings limit(Limits changed) {
        return new WebhookSettings(listener, verification, changed, secured);
    }

    public WebhookSettings tls(TlsConfig tls) {
        return new WebhookSettings(listener, verification, limits, Optional.of(tls));
    }
}
