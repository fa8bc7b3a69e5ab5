package io.cioconnect.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.config.KafkaClients;
import io.cioconnect.testing.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose Kafka is not reachable. */
class TopicLimitsTest {
    private static final String COMMAND = "sun.java.command";

    private final String before = System.getProperty(COMMAND, "");
    private final Set<Thread> others = Thread.getAllStackTraces().keySet();

    @TempDir
    private Path directory;

    @BeforeEach
    void asOnAWorker() throws Exception {
        Path file = Files.writeString(directory.resolve("worker.properties"), "bootstrap.servers=127.0.0.1:1\n");
        System.setProperty(COMMAND, "org.apache.kafka.connect.cli.ConnectDistributed " + file);
    }

    @AfterEach
    void asBefore() {
        System.setProperty(COMMAND, before);
    }

    @Test
    void closingEndsTheClientWithWhichItAsks() {
        TopicLimits limits = limits();
        limits.start();
        await("it asks").until(() -> runs("kafka-admin-client-thread"));

        limits.close();

        await("both end, the call under way first")
                .atMost(Duration.ofSeconds(30))
                .until(() -> !runs("kafka-admin-client-thread") && !runs("customerio-topic-limits"));
    }

    /** Connect may stop a task before the first round has begun. */
    @Test
    void aRoundThatComesAfterTheEndMakesNoClient() {
        TopicLimits limits = limits();
        limits.close();
        await("it is closed").until(() -> !runs("customerio-topic-limits"));

        limits.ask();

        assertThat(runs("kafka-admin-client-thread")).isFalse();
    }

    /** Redpanda does not show a broker's message.max.bytes. */
    @Test
    void aBrokerThatDoesNotSayHowLargeANewTopicIsHidesNoMissingTopic() {
        var sizes = SizeLimits.standard();
        int before = sizes.maxBytes("cio.segments");
        var clients = new KafkaClients(Optional.empty(), Optional.empty(), false, Map.of());
        var limits = new TopicLimits(sizes, List.of("cio.segments"), clients);
        var broker = new Config(List.of(new ConfigEntry("auto.create.topics.enable", "false")));

        try (limits;
                var log = new CapturedLog()) {
            limits.expectNewTopics(List.of("cio.segments"), Optional.of(broker));

            assertThat(log.lines("Create the topics cio.segments")).hasSize(1);
        }
        assertThat(sizes.maxBytes("cio.segments")).isEqualTo(before);
    }

    private static TopicLimits limits() {
        var clients = new KafkaClients(Optional.empty(), Optional.empty(), true, Map.of());
        return new TopicLimits(SizeLimits.standard(), List.of("cio.segments"), clients);
    }

    private boolean runs(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(one -> !others.contains(one))
                .anyMatch(one -> one.getName().startsWith(thread));
    }
}
