package io.cioconnect.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.TopicConfig;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.listener.Answer;
import io.cioconnect.metrics.TaskMetrics;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.table.EventTables;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.ManualScheduler;
import io.cioconnect.testing.WebhookSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.config.types.Password;

/** A receiver whose time, poll and Kafka are in the hands of the test. */
final class ReceiverFixture {
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    final ManualClock clock = new ManualClock();
    final ManualScheduler scheduler = new ManualScheduler(clock);
    final RecordQueue queue = new RecordQueue(10, 1000);
    final TaskMetrics metrics = TaskMetrics.unpublished();

    /** A receiver with the signing key {@code key}. */
    WebhookReceiver receiver(int maxInFlight) {
        return receiver(maxInFlight, List.of(new Password("key")));
    }

    WebhookReceiver receiver(int maxInFlight, List<Password> keys, String... tokens) {
        WebhookConfig config = WebhookSettings.valid()
                .responseTimeout(TIMEOUT)
                .keys(keys)
                .tokens(Stream.of(tokens).toArray(String[]::new))
                .limits(maxInFlight, 1 << 20)
                .config();
        return receiver(config, EventTables.names());
    }

    /** A receiver of these event tables, without a signature to check. */
    WebhookReceiver receiverOf(List<String> eventTables) {
        return receiver(WebhookSettings.valid().responseTimeout(TIMEOUT).config(), eventTables);
    }

    private WebhookReceiver receiver(WebhookConfig config, List<String> eventTables) {
        return new WebhookReceiver(
                config,
                new TopicConfig("cio", false),
                eventTables,
                SizeLimits.standard(),
                queue,
                metrics,
                clock,
                scheduler);
    }

    List<TrackedRecord> polled() throws InterruptedException {
        return queue.take(Duration.ZERO);
    }

    TrackedRecord polledOne() throws InterruptedException {
        List<TrackedRecord> polled = polled();
        assertThat(polled).hasSize(1);
        return polled.get(0);
    }

    long count(String name) {
        return metrics.counts().getOrDefault(name, 0L);
    }

    /** An event of {@code email_events}. */
    static byte[] event(String id) {
        return """
                {"event_id":"%s","object_type":"email","metric":"sent","timestamp":1789430400,
                 "data":{"delivery_id":"d","identifiers":{"id":"7"},"recipient":"ada@example.com"}}""".formatted(id).getBytes(UTF_8);
    }

    /** An answer that the test does not look at. */
    static void unwatched(CompletableFuture<Answer> answer) {
        assertThat(answer).isNotNull();
    }
}
