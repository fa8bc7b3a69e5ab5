package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.HttpPeer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connect allows nearly everything in a connector's name, and the default path is made of it. */
class DefaultPathTest {
    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final FakeReceiver receiver = new FakeReceiver();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customer.io",
                "events/eu",
                "50%",
                "%2F",
                "two words",
                "k\u00e4ufer",
                "\u65e5\u672c",
                "\ud83d\ude00",
                "a;b",
                "a?b#c",
                "a\\b",
                "a+b",
                "{}",
                "/",
                "a//b",
                "../b",
                "~"
            })
    void ofAnyConnectorNameTakesItsDeliveries(String name) throws Exception {
        var config = new CustomerIoSourceConfig(ConnectorProps.eventTables("cio", 0, "key")
                .with("name", name)
                .with("webhook.listen.host", "127.0.0.1")
                .toMap());
        HttpPeer peer = listeners.peer(listeners.lease(name, 0, config.webhook(), receiver));
        String path =
                "/webhooks/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");

        assertThat(peer.deliver(path, "{}").status()).isEqualTo(200);
        assertThat(peer.deliver(path + "/", "{}").status()).isEqualTo(200);
        assertThat(peer.get(path + "/readyz").status()).isEqualTo(200);
        assertThat(peer.deliver("/webhooks", "{}").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "readyz"})
    void ofANameThatMakesNoneIsToBeGivenByTheUser(String name) {
        var props =
                ConnectorProps.eventTables("cio", 0, "key").with("name", name).toMap();

        assertThatThrownBy(() -> new CustomerIoSourceConfig(props))
                .hasMessageContaining("webhook.listen.path")
                .hasMessageContaining("The path made from the connector's name cannot be used")
                .hasMessageContaining("Enter a path");
    }
}
