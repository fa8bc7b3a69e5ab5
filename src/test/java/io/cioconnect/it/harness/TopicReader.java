package io.cioconnect.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads whole topics, from their beginning to the end they have when the call is made; of transactions only what is committed. */
public final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(200);

    /** So many polls without a record, and what is left may belong to a transaction that nobody ends (its producer was killed). */
    private static final int POLLS_WITHOUT_RECORDS = 50;

    /** So many, and the broker does not give what it has: a part of a topic must not pass for the whole. */
    private static final int POLLS_AT_MOST = 600;

    private final String bootstrapServers;

    public TopicReader(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** All records of a topic, in order within each partition; none when there is no such topic. */
    public List<TopicRecord> read(String topic) {
        List<TopicRecord> records = new ArrayList<>();
        forEach(topic, record -> records.add(TopicRecord.of(record)));
        return records;
    }

    /** As {@link #read}, for topics that are too large to be kept. */
    public void forEach(String topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        forEach(topic, 0, action);
    }

    /** From the given offset on, in each partition. */
    void forEach(String topic, long from, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            if (from == 0) {
                consumer.seekToBeginning(partitions);
            } else {
                partitions.forEach(partition -> consumer.seek(partition, from));
            }
            Map<TopicPartition, Long> ends = ends(partitions);
            int idle = 0;
            while (!isAt(ends, consumer)
                    && !(idle >= POLLS_WITHOUT_RECORDS && isAt(consumer.endOffsets(partitions), consumer))) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                polled.forEach(action);
                idle = polled.isEmpty() ? idle + 1 : 0;
                if (idle > POLLS_AT_MOST) {
                    throw new IllegalStateException("No record for two minutes, and " + topic + " goes on to " + ends);
                }
            }
        }
    }

    /**
     * Where the partitions end for one who reads uncommitted records. A transaction is committed before its marker stands in each partition, and
     * until then the end that a reader of committed records is told of lies before records that have been confirmed.
     */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
            return consumer.endOffsets(partitions);
        }
    }

    /** Whether a transaction is open, or forgotten, in the topic, so that a reader of committed records does not get to its end. */
    public boolean hasOpenTransaction(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            return !consumer.endOffsets(partitions).equals(ends(partitions));
        }
    }

    private static boolean isAt(Map<TopicPartition, Long> ends, KafkaConsumer<byte[], byte[]> consumer) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Keys, values and headers of all records as they stand there, a line each, whoever wrote them. */
    public String text(String topic) {
        StringBuilder text = new StringBuilder();
        forEach(
                topic,
                record -> text.append(text(record.key()))
                        .append(' ')
                        .append(text(record.value()))
                        .append(' ')
                        .append(record.headers())
                        .append('\n'));
        return text.toString();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** What the topic says now: the last record of each key (its payload), without keys whose last record is a tombstone. */
    public Map<JsonNode, TopicRecord> latest(String topic) {
        return fold(read(topic));
    }

    public static Map<JsonNode, TopicRecord> fold(Collection<TopicRecord> records) {
        Map<JsonNode, TopicRecord> latest = new LinkedHashMap<>();
        for (TopicRecord record : records) {
            if (record.isTombstone()) {
                latest.remove(record.key());
            } else {
                latest.put(record.key(), record);
            }
        }
        return latest;
    }

    /** The topics of one connector: {@code <prefix>.<anything>}. */
    public SortedSet<String> names(String prefix) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            SortedSet<String> names = new TreeSet<>(consumer.listTopics().keySet());
            names.removeIf(name -> !name.startsWith(prefix + "."));
            return names;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return consumer("read_committed");
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolationLevel) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolationLevel,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
