package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.TlsConfig;
import io.cioconnect.testing.WebhookSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which leases can be held beside each other. */
class LeaseTest {
    private static final WebhookSettings SETTINGS = WebhookSettings.valid();
    private static final TlsConfig TLS = new TlsConfig("keystore.p12", Optional.empty(), "PKCS12", Optional.empty());
    private static final WebhookSettings BESIDE = SETTINGS.path("/webhooks/beside");

    /** A connector would otherwise be served by settings that are not its own: by no list of allowed callers, for instance. */
    static List<Arguments> shared() {
        return List.of(
                Arguments.of("webhook.ssl.*", BESIDE.tls(TLS)),
                Arguments.of("webhook.max.in.flight", BESIDE.limits(511, 64L << 20)),
                Arguments.of("webhook.max.in.flight.bytes", BESIDE.limits(512, 1 << 20)),
                Arguments.of("webhook.response.timeout.ms", BESIDE.responseTimeout(Duration.ofSeconds(3))),
                Arguments.of("webhook.listener.keep.open.ms", BESIDE.keepOpen(Duration.ZERO)),
                Arguments.of("webhook.health.port", BESIDE.healthPort(8098)),
                Arguments.of("webhook.trusted.proxies", BESIDE.addresses(List.of("10.0.0.0/8"), List.of())),
                Arguments.of("webhook.allowed.addresses", BESIDE.addresses(List.of(), List.of("10.0.0.0/8"))));
    }

    @ParameterizedTest
    @MethodSource("shared")
    void anotherConnectorHasToAgreeOnWhatThePortHasOnce(String key, WebhookSettings beside) {
        assertThat(lease("beside", beside).conflictWith(lease("first", SETTINGS)))
                .hasValueSatisfying(conflict -> {
                    assertThat(conflict.connector()).isEqualTo("first");
                    assertThat(conflict.what()).endsWith("with another " + key);
                });
    }

    @Test
    void anotherConnectorMayHaveSecretsOfItsOwn() {
        WebhookSettings own = BESIDE.keys(List.of(new Password("another key"))).tokens("a-token-0123456789");
        assertThat(lease("beside", own).conflictWith(lease("first", SETTINGS))).isEmpty();
    }

    @Test
    void onePathIsOneConnectors() {
        assertThat(lease("beside", SETTINGS).conflictWith(lease("first", SETTINGS)))
                .hasValueSatisfying(conflict -> assertThat(conflict.what()).contains("the same webhook.listen.path"));
    }

    @Test
    void aConnectorIsNotInItsOwnWay() {
        assertThat(lease("first", SETTINGS.limits(3, 1_000_000)).conflictWith(lease("first", SETTINGS)))
                .isEmpty();
    }

    private static Lease lease(String connector, WebhookSettings settings) {
        return new Lease(Listeners.ofThisJvm(), connector, 0, settings.config(), new FakeReceiver(), Optional::empty);
    }
}
