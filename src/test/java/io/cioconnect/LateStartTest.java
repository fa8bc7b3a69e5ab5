package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.FreePort;
import io.cioconnect.metrics.ShownTables;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.FakeTaskContext;
import io.cioconnect.testing.HttpPeer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.management.ObjectName;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Connect waits for Kafka before it starts a task, and does not look whether it has cancelled the task meanwhile. So a task may be started
 * after the one that took its place, and then it is stopped at once.
 */
class LateStartTest {
    private final int port = FreePort.next();
    private final HttpPeer peer = new HttpPeer(port);
    private final Map<String, String> properties = properties();
    private final CustomerIoSourceTask polled = new CustomerIoSourceTask();
    private final CustomerIoSourceTask late = new CustomerIoSourceTask();

    @AfterEach
    void stop() {
        polled.stop();
    }

    @Test
    void aTaskThatIsPolledGetsItsPathBackFromOneThatWasStartedLate() throws Exception {
        start(polled, () -> {});
        isReady();

        start(late, () -> {});
        late.stop();

        isReady();
    }

    @Test
    void aTaskThatIsPolledGetsItsPathBackFromOneWhoseLateStartFailed() throws Exception {
        start(polled, () -> {});
        isReady();

        assertThatThrownBy(() -> start(late, () -> {
                    throw new ConnectException("Offset reader is closed");
                }))
                .hasMessage("Offset reader is closed");
        late.stop();

        isReady();
    }

    @Test
    void aTaskThatIsPolledIsShownAgainAfterOneThatWasStartedLate() throws Exception {
        start(polled, () -> {});
        Set<ObjectName> shown = beans();
        assertThat(shown).hasSizeGreaterThan(3);
        Optional<TableMetrics> table = ShownTables.find("replaced", "segments");
        assertThat(table).isPresent();

        start(late, () -> {});
        polled.poll();
        assertThat(ShownTables.find("replaced", "segments"))
                .as("the newer one's")
                .isPresent()
                .isNotEqualTo(table);
        late.stop();
        polled.poll();

        assertThat(beans()).isEqualTo(shown);
        assertThat(ShownTables.find("replaced", "segments")).isEqualTo(table);
        polled.stop();
        assertThat(beans()).isEmpty();
    }

    private static Set<ObjectName> beans() throws Exception {
        var all = new ObjectName("io.cioconnect:connector=replaced,*");
        return ManagementFactory.getPlatformMBeanServer().queryNames(all, null);
    }

    private void start(CustomerIoSourceTask task, Runnable whenAskedForOffsets) {
        task.initialize(new FakeTaskContext(properties, whenAskedForOffsets));
        task.start(properties);
    }

    private void isReady() {
        await("a delivery would be accepted").ignoreExceptions().until(() -> {
            polled.poll();
            return peer.get("/webhooks/replaced/readyz").status() == 200;
        });
    }

    /** As the connector gives them to its only task. */
    private Map<String, String> properties() {
        ConnectorProps valid = ConnectorProps.eventTables("cio", port, "key")
                .with("name", "replaced")
                .with("tables", "segments,email_events")
                .with("app.api.key", "made-up-app-api-key")
                .with("app.api.url", "http://localhost:" + FreePort.next());
        var connector = new CustomerIoSourceConnector();
        connector.start(valid.toMap());
        List<Map<String, String>> tasks = connector.taskConfigs(1);
        assertThat(tasks).hasSize(1);
        return valid.with(tasks.get(0)).toMap();
    }
}
