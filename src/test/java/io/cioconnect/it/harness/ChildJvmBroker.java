package io.cioconnect.it.harness;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Broker and controller in one child JVM. */
final class ChildJvmBroker implements Broker {
    private final ChildJvm jvm;
    private final int port = FreePort.next();
    private final int controllerPort = FreePort.next();
    private final Path properties;
    private boolean formatted;

    ChildJvmBroker(String name, Map<String, String> overrides) {
        jvm = new ChildJvm(name, KafkaRelease.CURRENT);
        properties = jvm.directory().resolve("broker.properties");
        Map<String, String> all = new HashMap<>(defaults());
        all.putAll(overrides);
        PropertiesFile.write(properties, all);
    }

    @Override
    public String bootstrapServers() {
        return "localhost:" + port;
    }

    @Override
    public String bootstrapServersForWorkers() {
        return bootstrapServers();
    }

    @Override
    public void start() {
        if (!formatted) {
            jvm.run(
                    "kafka.tools.StorageTool",
                    List.of("format", "--cluster-id", "Y2lvY29ubmVjdC10ZXN0cw", "--config", properties.toString()));
            formatted = true;
        }
        jvm.start(List.of("-Xmx512m"), "kafka.Kafka", List.of(properties.toString()));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            await("broker answers; its log is " + jvm.logFile())
                    .atMost(Duration.ofSeconds(90))
                    .failFast("the broker ended", () -> !jvm.isAlive())
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

    private Map<String, String> defaults() {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@localhost:" + controllerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", jvm.directory().resolve("data").toString()),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "3"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "3"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                // A killed member of a group is noticed after its session timeout; let workers choose a short one.
                Map.entry("group.min.session.timeout.ms", "1000"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                // Compaction would hide versions that a test wants to see, and costs time.
                Map.entry("log.cleaner.enable", "false"));
    }

    @Override
    public void stop() {
        jvm.stop();
    }

    @Override
    public void kill() {
        jvm.kill();
    }

    @Override
    public void freeze() {
        jvm.freeze();
    }

    @Override
    public void thaw() {
        jvm.thaw();
    }

    @Override
    public boolean isAlive() {
        return jvm.isAlive();
    }

    @Override
    public String log() {
        return jvm.log();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
