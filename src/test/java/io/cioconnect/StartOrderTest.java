package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.FreePort;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.FakeTaskContext;
import io.cioconnect.testing.HttpPeer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The only task of a connector receives and polls: Customer.io must not find its port closed because Kafka is slow to tell the offsets. */
class StartOrderTest {
    private final int port = FreePort.next();
    private final HttpPeer peer = new HttpPeer(port);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);

    @Test
    void thePortIsOpenBeforeTheStoredOffsetsAreRead() throws Exception {
        Map<String, String> properties = properties();
        var task = new CustomerIoSourceTask();
        task.initialize(context(properties));
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> task.start(properties));
        try {
            asked.await();

            await("the port is open").until(this::isOpen);
            assertThat(peer.get("/healthz").status()).isEqualTo(200);
            assertThat(peer.deliver("/webhooks/slow", "{}").status())
                    .as("its connector is there: no 404")
                    .isEqualTo(401);
            assertThat(start).isNotDone();
        } finally {
            answered.countDown();
            start.join();
            task.stop();
        }
    }

    @Test
    void offsetsThatConnectFlushesDuringTheStartAreNoError() throws Exception {
        Map<String, String> properties = properties();
        var task = new CustomerIoSourceTask();
        task.initialize(context(properties));
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> task.start(properties));
        try {
            asked.await();

            assertThatCode(task::commit).doesNotThrowAnyException();
        } finally {
            answered.countDown();
            start.join();
            task.stop();
        }
    }

    /** As the connector gives them to its only task. */
    private Map<String, String> properties() {
        ConnectorProps valid = ConnectorProps.eventTables("cio", port, "key")
                .with("name", "slow")
                .with("tables", "segments,email_events")
                .with("app.api.key", "made-up-app-api-key")
                .with("app.api.url", "http://localhost:" + FreePort.next());
        var connector = new CustomerIoSourceConnector();
        connector.start(valid.toMap());
        List<Map<String, String>> tasks = connector.taskConfigs(1);
        assertThat(tasks).hasSize(1);
        return valid.with(tasks.get(0)).toMap();
    }

    private boolean isOpen() {
        try (var socket = peer.connect()) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** A Connect whose offsets do not come before the test says so. */
    private FakeTaskContext context(Map<String, String> properties) {
        return new FakeTaskContext(properties, () -> {
            asked.countDown();
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
