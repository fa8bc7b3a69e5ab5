package io.cioconnect.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.TopicRecord;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the connector's topics as they grow, and counts their records. For one thread. */
final class TopicFollower implements Closeable {
    private final String prefix;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Counts> counts = new HashMap<>();
    private final Map<String, Pass> passes = new HashMap<>();

    /** What a table's topic holds. */
    static final class Counts {
        private final Set<ByteBuffer> keys = new HashSet<>();
        private long records;
        private long deletes;

        int rows() {
            return keys.size();
        }

        long records() {
            return records;
        }

        long deletes() {
            return deletes;
        }
    }

    /** The latest complete pass over a table. */
    record Pass(long finishedAt, long rows, long deletesHeld) {}

    TopicFollower(String bootstrapServers, String prefix) {
        this.prefix = prefix + ".";
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Keeps reading for this long; returns at once when there is no topic yet. */
    void follow(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                .filter(topic -> topic.getKey().startsWith(prefix))
                .flatMap(topic -> topic.getValue().stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions); // keeps the positions of partitions already assigned
        while (!partitions.isEmpty() && System.nanoTime() < end) {
            consumer.poll(Duration.ofMillis(100)).forEach(this::count);
        }
    }

    Counts counts(String table) {
        return counts.computeIfAbsent(table, name -> new Counts());
    }

    /** Whether a pass over the table is complete and its rows are in the topic. */
    boolean hasArrived(String table) {
        Pass pass = passes.get(table);
        return pass != null && (pass.rows() == 0 || counts(table).rows() > 0);
    }

    /** The last complete pass, or one at the epoch. */
    Pass lastPass(String table) {
        return passes.getOrDefault(table, new Pass(0, 0, 0));
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        String table = record.topic().substring(prefix.length());
        if (table.equals("refreshes")) {
            JsonNode value = TopicRecord.of(record).value();
            passes.put(
                    value.path("table").asText(),
                    new Pass(
                            value.path("finished_at").asLong(),
                            value.path("rows").asLong(),
                            value.path("deletes_held").asLong()));
            return;
        }
        Counts counted = counts(table);
        counted.records++;
        if (record.value() == null) {
            counted.deletes++;
            counted.keys.remove(ByteBuffer.wrap(record.key()));
        } else {
            counted.keys.add(ByteBuffer.wrap(record.key()));
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
