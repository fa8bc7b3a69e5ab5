package io.cioconnect.listener;

import io.cioconnect.config.WebhookConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** What all connectors on one address and port have to agree on. */
record ListenerSettings(
        Optional<WebhookConfig.Tls> tls,
        int maxInFlight,
        long maxInFlightBytes,
        Duration responseTimeout,
        Duration keepOpen,
        OptionalInt healthPort,
        List<String> trustedProxies,
        List<String> allowedAddresses) {

    static ListenerSettings of(WebhookConfig config) {
        return new ListenerSettings(
                config.tls(),
                config.maxInFlight(),
                config.maxInFlightBytes(),
                config.responseTimeout(),
                config.keepOpen(),
                config.healthPort(),
                config.trustedProxies(),
                config.allowedAddresses());
    }

    /** The configuration keys in which the two differ. */
    List<String> differences(ListenerSettings other) {
        var keys = new ArrayList<String>();
        addIfDifferent(keys, "webhook.ssl.*", tls, other.tls);
        addIfDifferent(keys, "webhook.max.in.flight", maxInFlight, other.maxInFlight);
        addIfDifferent(keys, "webhook.max.in.flight.bytes", maxInFlightBytes, other.maxInFlightBytes);
        addIfDifferent(keys, "webhook.response.timeout.ms", responseTimeout, other.responseTimeout);
        addIfDifferent(keys, "webhook.listener.keep.open.ms", keepOpen, other.keepOpen);
        addIfDifferent(keys, "webhook.health.port", healthPort, other.healthPort);
        addIfDifferent(keys, "webhook.trusted.proxies", trustedProxies, other.trustedProxies);
        addIfDifferent(keys, "webhook.allowed.addresses", allowedAddresses, other.allowedAddresses);
        return keys;
    }

    private static void addIfDifferent(List<String> keys, String key, Object mine, Object theirs) {
        if (!Objects.equals(mine, theirs)) {
            keys.add(key);
        }
    }
}
