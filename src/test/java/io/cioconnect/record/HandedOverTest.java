package io.cioconnect.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.TestRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class HandedOverTest {
    private static final RecordMetadata METADATA =
            new RecordMetadata(new TopicPartition("topic", 3), 4_000_000_000L, 0, 0, 0, 0);

    private final HandedOver handedOver = new HandedOver(new RecordQueue(10, 1000), SizeLimits.standard());
    private final TestRecord record = TestRecord.delivery();

    @Test
    void metadataConfirms() {
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
