package io.cioconnect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.FreePort;
import io.cioconnect.metrics.ShownTables;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.FakeTaskContext;
import io.cioconnect.testing.HttpPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task leaves behind in its JVM when it ends: nothing but the port. */
class RunningTaskTest {
    private static final String CONNECTOR = "tidy";

    private final int port = FreePort.next();
    private final Set<Thread> before = threads();

    @Test
    void startsThatFailLeaveNothingBehind() throws Exception {
        Map<String, String> properties = properties("http://localhost:" + FreePort.next());
        for (int i = 0; i < 5; i++) {
            var task = new CustomerIoSourceTask();
            task.initialize(new FakeTaskContext(properties, () -> {
                throw new ConnectException("Offset reader closed while attempting to read offsets");
            }));
            assertThatThrownBy(() -> task.start(properties)).hasMessageContaining("Offset reader closed");
            task.stop();
        }

        int unsigned = await("the port is open")
                .ignoreExceptions()
                .until(
                        () -> new HttpPeer(port)
                                .deliver("/webhooks/" + CONNECTOR, "{}")
                                .status(),
                        status -> true);
        assertThat(unsigned).as("no receiver looks at its signature").isEqualTo(503);
        nothingIsLeft();
    }

    @Test
    @Timeout(60)
    void aTaskThatStopsClosesEachOfItsParts() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> connection = CompletableFuture.supplyAsync(() -> listSegments(server));
            Map<String, String> properties = properties("http://localhost:" + server.getLocalPort());
            var task = new CustomerIoSourceTask();
            task.initialize(new FakeTaskContext(properties, () -> {}));
            task.start(properties);
            while (task.poll() == null) {
                // the list is empty: the first record says that the pass is complete
            }
            assertThat(ShownTables.find(CONNECTOR, "segments")).isPresent();
            assertThat(beans()).hasSizeGreaterThan(3);
            assertThat(names()).contains("customerio-topic-limits", "customerio-secrets", "customerio-refresh");
            assertThat(connection).as("kept for the next call").isNotDone();

            task.stop();

            await("the API's client ends its connection").until(connection::isDone);
            assertThat(connection.join()).isEqualTo(-1);
        }
        nothingIsLeft();
    }

    private void nothingIsLeft() throws Exception {
        assertThat(beans()).isEmpty();
        assertThat(ShownTables.find(CONNECTOR, "segments")).isEmpty();
        await("threads end by themselves")
                .untilAsserted(() -> assertThat(names()).isEmpty());
    }

    /** As the connector gives them to its only task, which receives and polls. */
    private Map<String, String> properties(String appApiUrl) {
        ConnectorProps valid = ConnectorProps.eventTables("cio", port, "key")
                .with("name", CONNECTOR)
                .with("tables", "segments,email_events")
                .with("webhook.response.timeout.ms", 500)
                .with("app.api.key", "made-up-app-api-key")
                .with("app.api.url", appApiUrl);
        var connector = new CustomerIoSourceConnector();
        connector.start(valid.toMap());
        List<Map<String, String>> tasks = connector.taskConfigs(1);
        return valid.with(tasks.get(0)).toMap();
    }

    /** Answers one call, and tells with what the next one on this connection begins: -1 when it was closed. */
    private static int listSegments(ServerSocket server) {
        try (Socket socket = server.accept()) {
            var request = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            while (!request.readLine().isEmpty()) {
                // a line of its head; it has no body
            }
            String list = "{\"segments\":[]}";
            HttpPeer.write(
                    socket,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                            + list.getBytes(UTF_8).length + "\r\n\r\n" + list);
            return request.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<ObjectName> beans() throws Exception {
        var all = new ObjectName("io.cioconnect:connector=" + CONNECTOR + ",*");
        return ManagementFactory.getPlatformMBeanServer().queryNames(all, null);
    }

    /** Of the threads that this test began; without those of the port, which stays open for a while. */
    private Set<String> names() {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("customerio-") && !isOfPort(name))
                .collect(Collectors.toSet());
    }

    private static boolean isOfPort(String thread) {
        return thread.startsWith("customerio-webhook-") && !thread.equals("customerio-webhook-answers");
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }
}
