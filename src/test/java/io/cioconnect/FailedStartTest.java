package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.FreePort;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.HttpPeer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port belongs to this JVM for longer than the test; each test has one of its own. */
class FailedStartTest {
    private final int port = FreePort.next();
    private final HttpPeer peer = new HttpPeer(port);

    @ParameterizedTest
    @ValueSource(strings = {"webhook.signing.keys", "webhook.url.tokens", "app.api.key"})
    void thePortOfATaskWhoseSecretCannotBeReadAnswers503(String secret) throws Exception {
        Map<String, String> properties =
                properties().with(secret, "${file:/nowhere:key}").toMap();
        var task = new CustomerIoSourceTask();

        assertThatThrownBy(() -> task.start(properties)).isInstanceOf(ConfigException.class);
        task.stop();

        await("the port is open").until(this::isOpen);
        assertThat(peer.deliver("/webhooks/failing", "{}").status()).isEqualTo(503);
        assertThat(peer.deliver("/webhooks/failing/token-0123456789abc", "{}").status())
                .isEqualTo(503);
        assertThat(peer.get("/webhooks/failing/readyz").status()).isEqualTo(503);
    }

    @Test
    void ofATaskThatDoesNotReceiveNoPortIsOpened() throws Exception {
        Map<String, String> properties = properties()
                .with("webhook.signing.keys", "${file:/nowhere:key}")
                .toMap();
        var polling = new HashMap<>(properties);
        polling.keySet().removeIf(key -> key.startsWith("task."));
        var task = new CustomerIoSourceTask();

        assertThatThrownBy(() -> task.start(polling)).isInstanceOf(RuntimeException.class);

        assertThat(isOpen()).isFalse();
    }

    /** As the connector gives them to its only task. */
    private ConnectorProps properties() {
        ConnectorProps valid = ConnectorProps.eventTables("cio", port, "key").with("name", "failing");
        var connector = new CustomerIoSourceConnector();
        connector.start(valid.toMap());
        List<Map<String, String>> tasks = connector.taskConfigs(1);
        return valid.with(tasks.get(0));
    }

    private boolean isOpen() {
        try (var socket = peer.connect()) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
