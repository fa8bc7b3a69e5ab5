package io.cioconnect.it.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A node of a Kafka cluster, the only one unless its properties name others. It keeps its data and its address over restarts. */
public interface Broker extends Node {

    /** As clients in this JVM reach it. */
    String bootstrapServers();

    /** As workers of the same kind (processes here, containers there) reach it. */
    String bootstrapServersForWorkers();

    /** Starts it, or starts it again, and does not wait until it serves: of several none does before most of them run. */
    void launch();

    @Override
    default void start() {
        launch();
        awaitAnswer();
    }

    /** Waits until it serves clients. Fails at once when it ends. */
    default void awaitAnswer() {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            await("broker answers; its log is in target/it-logs")
                    .atMost(Duration.ofSeconds(90))
                    .failFast("the broker ended", () -> !isAlive())
                    .until(() -> answers(admin));
        }
    }

    private static boolean answers(Admin admin) throws InterruptedException {
        try {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        }
    }
}
