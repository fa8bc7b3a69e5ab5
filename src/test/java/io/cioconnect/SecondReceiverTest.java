package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.FakeTaskContext;
import io.cioconnect.testing.HttpPeer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A worker with the second of two receivers; another worker has the first, which looks after the webhook. */
class SecondReceiverTest {
    private static final String CONNECTOR = "second";

    private final int port = FreePort.next();
    private final int healthPort = FreePort.next();

    @Test
    void theStatusDoesNotCallAWebhookManualThatTheFirstReceiverKeeps() throws Exception {
        Map<String, String> properties = propertiesOfSecond("auto");
        var task = new CustomerIoSourceTask();
        task.initialize(new FakeTaskContext(properties, () -> {}));
        task.start(properties);
        try {
            JsonNode status = status();

            assertThat(status.path("receivers").has("1")).isTrue();
            assertThat(status.path("registration").path("state").asText()).isEqualTo("see receiver 0");
            assertThat(status.path("registration").path("detail").asText()).contains("/status");
            assertThat(status.path("problems").toString()).doesNotContain("webhook in Customer.io");
        } finally {
            task.stop();
        }
    }

    @Test
    void theStatusCallsAWebhookManualThatItsUserKeeps() throws Exception {
        Map<String, String> properties = propertiesOfSecond("manual");
        var task = new CustomerIoSourceTask();
        task.initialize(new FakeTaskContext(properties, () -> {}));
        task.start(properties);
        try {
            assertThat(status().path("registration").path("state").asText()).isEqualTo("manual");
        } finally {
            task.stop();
        }
    }

    private JsonNode status() throws Exception {
        var peer = new HttpPeer(healthPort);
        String body = await("the health port is open")
                .ignoreExceptions()
                .until(() -> peer.get("/status").body(), json -> json.contains(CONNECTOR));
        return new ObjectMapper().readTree(body).path(CONNECTOR);
    }

    private Map<String, String> propertiesOfSecond(String registration) {
        ConnectorProps valid = ConnectorProps.eventTables("cio", port, "key")
                .with("name", CONNECTOR)
                .with("tasks.max", 2)
                .with("webhook.receivers", 2)
                .with("webhook.health.port", healthPort)
                .with("webhook.registration", registration)
                .with("webhook.public.url", "https://events.example.com/second")
                .with("app.api.key", "made-up-app-api-key")
                .with("app.api.url", "http://localhost:" + FreePort.next());
        var connector = new CustomerIoSourceConnector();
        connector.start(valid.toMap());
        return valid.with(connector.taskConfigs(2).get(1)).toMap();
    }
}
