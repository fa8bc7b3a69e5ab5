package io.cioconnect.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
    private static final Map<String, String> NOTHING = Map.of();
    private static final Map<String, String> OVERRIDE = Map.of("batch.size", "65536");

    @Test
    void topicThatTakesWholeBatchesIsNotMentioned() {
        assertThat(BatchSize.of(NOTHING, OVERRIDE).advice("cio.campaigns", 65_536))
                .isEmpty();
    }

    @Test
    void topicThatTakesLessIsMentionedOnce() {
        BatchSize batches = BatchSize.of(NOTHING, OVERRIDE);

        assertThat(batches.advice("cio.campaigns", 65_535))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains(
                                "producer.override.batch.size to 65535 or less", "cio.campaigns", "up to 65536 bytes"));
        assertThat(batches.advice("cio.campaigns", 65_535)).isEmpty();
        assertThat(batches.advice("cio.segments", 65_535)).isPresent();
    }

    @Test
    void connectorWinsOverWorkerAndWorkerOverKafka() {
        Map<String, String> worker = Map.of("producer.batch.size", "30000");

        assertThat(BatchSize.of(worker, OVERRIDE).advice("a", 40_000)).isPresent();
        assertThat(BatchSize.of(worker, NOTHING).advice("a", 40_000)).isEmpty();
        assertThat(BatchSize.of(worker, NOTHING).advice("a", 20_000)).isPresent();
        assertThat(BatchSize.of(NOTHING, NOTHING).advice("a", 20_000)).isEmpty();
        assertThat(BatchSize.of(NOTHING, NOTHING).advice("a", 16_383)).isPresent();
    }

    @Test
    void whatIsNoNumberIsLeftToConnect() {
        assertThat(BatchSize.of(NOTHING, Map.of("batch.size", "64k")).advice("a", 1))
                .isEmpty();
    }
}
