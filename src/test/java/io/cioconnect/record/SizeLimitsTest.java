package io.cioconnect.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class SizeLimitsTest {
    private static final int OURS = 900 * 1024;
    private static final Schema SCHEMA =
            SchemaBuilder.struct().name("s").field("text", Schema.STRING_SCHEMA).build();

    private final ManualClock clock = new ManualClock();
    private final String topic = "topic-" + UUID.randomUUID(); // what a task left behind is known to the whole JVM

    @Test
    void theLeastOfOursTheProducersAndTheTopicsCounts() {
        SizeLimits limits = limits(Optional.of(500_000), Optional.of(300_000));
        assertThat(limits.maxBytes(topic)).isBetween(299_000, 300_000);

        limits.setTopicLimit(topic, 400_000);
        assertThat(limits.maxBytes(topic)).isBetween(399_000, 400_000);
        limits.setTopicLimit(topic, 700_000);
        assertThat(limits.maxBytes(topic)).isBetween(499_000, 500_000);
        limits.setTopicLimit(topic, 10);
        assertThat(limits.maxBytes(topic)).isZero();
        assertThat(limits(Optional.of(5_000_000), Optional.of(5_000_000)).maxBytes(topic))
                .isEqualTo(OURS);
        assertThat(limits(Optional.empty(), Optional.empty()).maxBytes(topic)).isEqualTo(OURS);
    }

    /** A pass that began sooner could write a row that its topic does not take. */
    @Test
    void whoWaitsForTheLimitsGoesOnWhenTheyAreSettled() {
        SizeLimits limits = limits(Optional.empty(), Optional.empty());
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                limits.awaitSettled();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return limits.maxBytes(topic);
        });
        limits.setTopicLimit(topic, 100_000);
        assertThat(waiting).isNotDone();
        limits.settle();

        assertThat(waiting.join()).isBetween(99_000, 100_000);
    }

    @Test
    void whatATaskEndedWithIsNotTriedAgainForAnHour() {
        limits(Optional.empty(), Optional.empty()).endedWith(List.of(record(10_000), record(300_000), record(70_000)));

        SizeLimits next = limits(Optional.empty(), Optional.empty());
        assertThat(next.maxBytes(topic)).isBetween(299_000, 301_000);
        assertThat(next.maxBytes(topic + "-other")).isEqualTo(OURS);
        clock.advance(Duration.ofMinutes(61));
        assertThat(next.maxBytes(topic)).isEqualTo(OURS);
    }

    @Test
    void aClockThatIsSetBackMakesTheHourNoLonger() {
        SizeLimits limits = limits(Optional.empty(), Optional.empty());
        limits.endedWith(List.of(record(300_000)));
        clock.advance(Duration.ofMinutes(-30));
        assertThat(limits.maxBytes(topic)).isBetween(299_000, 301_000);
        clock.advance(Duration.ofDays(-10));
        assertThat(limits.maxBytes(topic)).isEqualTo(OURS);
    }

    /** Whether the clock moves on between the records or not. */
    @Test
    void ofTheRecordsATaskEndedWithTheLargestIsTheSuspect() {
        Clock running = Clock.systemUTC();
        List<SourceRecord> unresolved = List.of(record(10_000), record(300_000), record(70_000), record(70_000));
        new SizeLimits(Optional.empty(), Optional.empty(), running).endedWith(unresolved);

        assertThat(new SizeLimits(Optional.empty(), Optional.empty(), running).maxBytes(topic))
                .isBetween(299_000, 301_000);
    }

    /** With errors.tolerance=all the task goes on, and Customer.io would send the same event again and again. */
    @Test
    void whatKafkaDidNotTakeIsNotTriedAgainForAnHour() {
        SizeLimits limits = limits(Optional.empty(), Optional.empty());
        limits.refused(record(60_000));
        assertThat(limits.maxBytes(topic)).isEqualTo(OURS);
        limits.refused(record(300_000));

        assertThat(limits.maxBytes(topic)).isBetween(299_000, 301_000);
        clock.advance(Duration.ofMinutes(61));
        assertThat(limits.maxBytes(topic)).isEqualTo(OURS);
    }

    @Test
    void whatATopicIsKnownToTakeIsNoSuspect() {
        SizeLimits limits = limits(Optional.empty(), Optional.empty());
        limits.setTopicLimit(topic, 1_048_588);
        limits.endedWith(List.of(record(300_000)));
        assertThat(limits(Optional.empty(), Optional.empty()).maxBytes(topic)).isEqualTo(OURS);

        limits(Optional.empty(), Optional.empty()).endedWith(List.of(record(300_000)));
        assertThat(limits.maxBytes(topic)).isEqualTo(OURS);
    }

    @Test
    void smallRecordsAndTombstonesAreNoSuspects() {
        limits(Optional.empty(), Optional.empty())
                .endedWith(List.of(
                        record(60_000),
                        new SourceRecord(Map.of(), Map.of(), topic, SCHEMA, key(), null, null),
                        new SourceRecord(Map.of(), Map.of(), topic, null, null, null, null)));
        assertThat(limits(Optional.empty(), Optional.empty()).maxBytes(topic)).isEqualTo(OURS);
    }

    private SizeLimits limits(Optional<Integer> request, Optional<Integer> created) {
        return new SizeLimits(request, created, clock);
    }

    private SourceRecord record(int bytes) {
        Struct value = new Struct(SCHEMA).put("text", "x".repeat(bytes));
        return new SourceRecord(Map.of(), Map.of(), topic, SCHEMA, key(), SCHEMA, value);
    }

    private static Struct key() {
        return new Struct(SCHEMA).put("text", "key");
    }
}
