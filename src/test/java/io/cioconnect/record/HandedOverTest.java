package io.cioconnect.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.TestRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // a row that finds no room waits for ever
class HandedOverTest {
    private static final RecordMetadata METADATA =
            new RecordMetadata(new TopicPartition("topic", 3), 4_000_000_000L, 0, 0, 0, 0);

    private final RecordQueue queue = new RecordQueue(1, 1000);
    private final HandedOver handedOver = new HandedOver(queue, SizeLimits.standard());
    private final TestRecord record = TestRecord.delivery();

    @Test
    void metadataMeansThatKafkaHasTheRecord() {
        handOver();
        onAnotherThread(() -> handedOver.acknowledge(record, METADATA));

        assertThat(record.outcomes).containsExactly("confirmed at 3-4000000000");
        assertThat(handedOver.areResolved(List.of(record))).isTrue();
    }

    @Test
    void nullOnThePollThreadMeansDroppedOnPurpose() {
        handOver();
        handedOver.acknowledge(record, null);

        assertThat(record.outcomes).containsExactly("dropped");
    }

    @Test
    void nullOnTheProducersThreadMeansNotWritten() {
        handOver();
        onAnotherThread(() -> handedOver.acknowledge(record, null));

        assertThat(record.outcomes).containsExactly("failed");
    }

    /** With errors.tolerance=all Connect passes on what a real producer says of a record that it cannot accept. */
    @Test
    void nullWithinASendOnThePollThreadMeansNotWritten() {
        handOver();
        Map<String, Object> unreachable = Map.of("bootstrap.servers", "localhost:1", "max.block.ms", 1);
        try (var producer = new KafkaProducer<>(unreachable, new StringSerializer(), new StringSerializer())) {
            var unused = producer.send(
                    new ProducerRecord<>("topic", "value"),
                    (nothing, failure) -> handedOver.acknowledge(record, failure == null ? METADATA : null));
            producer.close(Duration.ZERO);
        }

        assertThat(record.outcomes).containsExactly("failed");
    }

    @Test
    void aCommitAndAPollOnThePollThreadResolveWhatConnectNeverReports() {
        handOver();
        handedOver.committed();
        assertThat(record.outcomes).isEmpty();
        handedOver.polling();

        assertThat(record.outcomes).containsExactly("dropped");
    }

    @Test
    void aCommitSaysNothingOfBatchesAfterThePollThatFollowedIt() {
        handOver();
        handedOver.committed();
        TestRecord next = TestRecord.delivery();
        handedOver.polling();
        handedOver.add(List.of(next));
        handedOver.polling();

        assertThat(next.outcomes).as("it may be on its way to Kafka").isEmpty();
    }

    @Test
    void aCommitOfThePollThreadShowsThatOffsetsComeWithTheRecords() {
        handOver();
        onAnotherThread(handedOver::committed);
        handedOver.polling();
        assertThat(handedOver.commits().isExactlyOnce()).isFalse();
        assertThat(handedOver.commits().count()).isEqualTo(1);
        handedOver.committed();
        handedOver.polling();

        assertThat(handedOver.commits().isExactlyOnce()).isTrue();
    }

    @Test
    void aRowMakesRoomForAnotherHoweverItEnded() throws Exception {
        List<Consumer<TestRecord>> endings = List.of(
                row -> handedOver.acknowledge(row, METADATA),
                row -> handedOver.acknowledge(row, null),
                row -> onAnotherThread(() -> handedOver.acknowledge(row, null)),
                row -> {
                    handedOver.committed();
                    handedOver.polling();
                });
        for (Consumer<TestRecord> ending : endings) {
            TestRecord row = TestRecord.row(10);
            queue.putRow(row); // would wait for ever if the one before had kept its place
            handedOver.polling();
            handedOver.add(queue.take(Duration.ZERO));
            ending.accept(row);
            assertThat(row.outcomes).hasSize(1);
        }
    }

    @Test
    void aLargeRecordThatWasNotWrittenIsSuspected() {
        String topic = "topic-" + UUID.randomUUID(); // the whole JVM knows what is suspected
        Schema schema = SchemaBuilder.struct()
                .name("s")
                .field("text", Schema.STRING_SCHEMA)
                .build();
        TestRecord large = TestRecord.delivery(topic, new Struct(schema).put("text", "x".repeat(100_000)));
        handedOver.polling();
        handedOver.add(List.of(large));
        onAnotherThread(() -> handedOver.acknowledge(large, null));

        assertThat(SizeLimits.standard().maxBytes(topic)).isBetween(199_000, 201_000);
    }

    @Test
    void aCommitOfTheOffsetCommitterResolvesNothing() {
        handOver();
        onAnotherThread(handedOver::committed);
        handedOver.polling();

        assertThat(record.outcomes).isEmpty();
        assertThat(handedOver.areResolved(List.of(record))).isFalse();
    }

    @Test
    void theFirstWordCounts() {
        handOver();
        handedOver.acknowledge(record, METADATA);
        handedOver.acknowledge(record, null);
        handedOver.committed();
        handedOver.polling();

        assertThat(record.outcomes).containsExactly("confirmed at 3-4000000000");
    }

    @Test
    void twoRecordsOfOneContentAreTwoRecords() {
        TestRecord twin = TestRecord.delivery();
        handedOver.polling();
        handedOver.add(List.of(record, twin));
        handedOver.acknowledge(record, METADATA);
        handedOver.acknowledge(twin, METADATA);

        assertThat(record.outcomes).containsExactly("confirmed at 3-4000000000");
        assertThat(twin.outcomes).containsExactly("confirmed at 3-4000000000");
    }

    private void handOver() {
        handedOver.polling();
        handedOver.add(List.of(record));
    }

    private static void onAnotherThread(Runnable action) {
        CompletableFuture.runAsync(action).join();
    }
}
