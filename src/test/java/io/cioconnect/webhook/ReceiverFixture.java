package io.cioconnect.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.TopicConfig;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.listener.Answer;
import io.cioconnect.metrics.EventMetrics;
import io.cioconnect.metrics.ReceiverMetrics;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.table.EventTables;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.ManualScheduler;
import io.cioconnect.testing.Metered;
import io.cioconnect.testing.WebhookSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.config.types.Password;

/** A receiver whose time, poll and Kafka are in the hands of the test. */
final class ReceiverFixture {
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    final ManualClock clock = new ManualClock();
    final ManualScheduler scheduler = new ManualScheduler(clock);
    final RecordQueue queue = new RecordQueue(10, 1000);
    final WebhookMetrics metrics = WebhookMetrics.of(EventTables.names(), clock);

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

    /** A receiver that takes this much at once. */
    WebhookReceiver receiver(int maxInFlight, long maxInFlightBytes) {
        WebhookConfig config = WebhookSettings.valid()
                .responseTimeout(TIMEOUT)
                .limits(maxInFlight, maxInFlightBytes)
                .config();
        return receiver(config, EventTables.names());
    }

    /** A receiver that knows these limits of the topics. */
    WebhookReceiver receiver(SizeLimits limits) {
        WebhookConfig config = WebhookSettings.valid().responseTimeout(TIMEOUT).config();
        return receiver(config, EventTables.names(), clock, limits);
    }

    /** A receiver of these event tables, without a signature to check. */
    WebhookReceiver receiverOf(List<String> eventTables) {
        return receiver(WebhookSettings.valid().responseTimeout(TIMEOUT).config(), eventTables);
    }

    /** A receiver whose wall clock goes its own way. */
    WebhookReceiver receiver(Clock wall) {
        return receiver(WebhookSettings.valid().responseTimeout(TIMEOUT).config(), EventTables.names(), wall);
    }

    private WebhookReceiver receiver(WebhookConfig config, List<String> eventTables) {
        return receiver(config, eventTables, clock);
    }

    private WebhookReceiver receiver(WebhookConfig config, List<String> eventTables, Clock wall) {
        return receiver(config, eventTables, wall, SizeLimits.standard());
    }

    private WebhookReceiver receiver(WebhookConfig config, List<String> eventTables, Clock wall, SizeLimits limits) {
        Map<String, EventMetrics> selected = new HashMap<>(metrics.tables());
        selected.keySet().retainAll(eventTables);
        var counters = new WebhookMetrics(metrics.receiver(), selected, metrics.quarantine());
        return new WebhookReceiver(
                config, new TopicConfig("cio", false), limits, queue, counters, wall, scheduler, clock::nanos);
    }

    List<TrackedRecord> polled() throws InterruptedException {
        return queue.take(Duration.ZERO);
    }

    TrackedRecord polledOne() throws InterruptedException {
        List<TrackedRecord> polled = polled();
        assertThat(polled).hasSize(1);
        return polled.get(0);
    }

    /** An attribute of the receiver's MBean. */
    long count(String attribute) {
        return Metered.value(ReceiverMetrics.GROUP, metrics.receiver(), attribute);
    }

    /** Deliveries for an event table, or for {@code quarantine}. */
    long received(String table) {
        EventMetrics counters = metrics.tables().getOrDefault(table, metrics.quarantine());
        return Metered.value(EventMetrics.GROUP, counters, "Received");
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
