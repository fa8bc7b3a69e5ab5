package io.cioconnect.it.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicReader;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.it.harness.Warehouse;
import io.cioconnect.testing.DocumentedSql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Messages live, webhooks are lost for ten of twenty hours, and the worker is killed in the middle of the first read and of rescans. Then the
 * view of the documentation holds everything that happened, and nothing twice. {@code -Pchaos} kills more often, with more history.
 */
@ExtendWith(KafkaExtension.class)
final class CompletedEventsIT {
    private static final boolean CHAOS = Boolean.getBoolean("chaos");
    private static final int HISTORY = CHAOS ? 40_000 : 3_000;
    private static final int RESCANS_KILLED = CHAOS ? 8 : 1;
    private static final Duration PATIENCE = Duration.ofMinutes(CHAOS ? 10 : 2);
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void theViewHoldsEverythingOnce(SharedKafka kafka) throws Exception {
        try (Pipeline pipeline = new Pipeline(kafka, "completed");
                KilledReads reads = new KilledReads(pipeline);
                LivingDeliveries deliveries = new LivingDeliveries(
                        pipeline.api(), HISTORY, event -> pipeline.sender().send(event))) {
            deliveries.goOnUntil(Duration.ofHours(5));
            var pages = new AtomicInteger();
            int inTheSecondWindow = HISTORY / 2_000 + 2;
            reads.killAt(page -> pages.incrementAndGet() == inTheSecondWindow, pipeline::startDeliveries);
            deliveries.awaitThen();
            await("the first read").atMost(PATIENCE).until(() -> oldestWindows(pipeline, 0) > 0);

            deliveries.loseWebhooks(true);
            deliveries.goOnUntil(Duration.ofHours(15));
            for (int kill = 0; kill < RESCANS_KILLED; kill++) {
                reads.killAt(page -> page.number() == 2, () -> {});
            }
            pipeline.api().deliveries().deletePerson("person-1");
            pipeline.api().deliveries().suppressPerson("person-2");
            deliveries.awaitThen();
            deliveries.loseWebhooks(false);

            deliveries.goOnUntil(Duration.ofHours(20));
            deliveries.awaitThen();
            assertThat(pipeline.sender().awaitEmptyBacklog(PATIENCE)).isTrue();
            long end = System.currentTimeMillis();
            // of the first, the newest window may have been read before the end
            await("two more rescans").atMost(PATIENCE).until(() -> oldestWindows(pipeline, end) >= 2);
            pipeline.rest().stop(pipeline.prefix());
            pipeline.startSinks("postgres-lists", "postgres-events");
            awaitSinks(pipeline, deliveries);
            assertViewIsComplete(pipeline.warehouse(), deliveries);
            assertGapsAreFound(pipeline.warehouse(), deliveries);
            assertBouncedPushHasItsReason(pipeline.warehouse());
        }
    }

    /** Complete windows that reach back to the oldest delivery, begun since then. */
    private static long oldestWindows(Pipeline pipeline, long since) {
        long oldest = System.currentTimeMillis() - DAY.multipliedBy(60).toMillis();
        return pipeline.topics().read(pipeline.prefix() + ".refreshes").stream()
                .map(TopicRecord::value)
                .filter(marker -> marker.path("table").asText().equals("deliveries"))
                .filter(marker -> marker.path("started_at").asLong() >= since
                        && marker.path("window_start").asLong() < oldest)
                .count();
    }

    private static void awaitSinks(Pipeline pipeline, LivingDeliveries deliveries) {
        for (String table : List.of("deliveries", "delivery_metrics")) {
            Map<JsonNode, TopicRecord> rows = TopicReader.fold(pipeline.topics().read(pipeline.prefix() + "." + table));
            await(table + " in the warehouse")
                    .atMost(PATIENCE)
                    .until(() -> pipeline.warehouse().count(Warehouse.CURRENT + "." + table) == rows.size());
        }
        List<String> ofMessages = List.of("email", "push", "sms", "in_app");
        await("events in the warehouse").atMost(PATIENCE).untilAsserted(() -> {
            Set<String> ids = new TreeSet<>();
            for (String channel : ofMessages) {
                if (pipeline.warehouse().hasTable(Warehouse.CURRENT + "." + channel + "_events")) {
                    pipeline.warehouse()
                            .query("select event_id from " + Warehouse.CURRENT + "." + channel + "_events")
                            .forEach(row -> ids.add(String.valueOf(row.get("event_id"))));
                }
            }
            assertThat(ids).isEqualTo(deliveries.reportedIds());
        });
        for (String channel : List.of("whatsapp", "slack", "webhook")) { // which no message had
            pipeline.warehouse()
                    .execute("create table " + Warehouse.CURRENT + "." + channel + "_events (like " + Warehouse.CURRENT
                            + ".email_events)");
        }
    }

    private static void assertViewIsComplete(Warehouse warehouse, LivingDeliveries deliveries) {
        warehouse.execute(DocumentedSql.named("create-message-events").sql());
        List<Map<String, @Nullable Object>> view = warehouse.query("select * from customerio.message_events");
        assertThat(view.stream().map(CompletedEventsIT::name).toList())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(deliveries.happened());
        assertThat(view.stream()
                        .filter(row -> "webhook".equals(row.get("source")))
                        .map(CompletedEventsIT::name)
                        .collect(Collectors.toSet()))
                .isEqualTo(deliveries.reported(false));
    }

    private static void assertGapsAreFound(Warehouse warehouse, LivingDeliveries deliveries) {
        List<Map<String, @Nullable Object>> gaps =
                warehouse.query(DocumentedSql.named("gaps-by-hour").sql());
        int lost = deliveries.reported(true).size();
        assertThat(lost).isPositive();
        assertThat(sum(gaps, "missed")).isEqualTo(lost);
        assertThat(gaps.stream().map(row -> row.get("hour")).distinct().count()).isBetween(10L, 11L);
        assertThat(sum(
                        warehouse.query(DocumentedSql.named("days-before-the-first-event")
                                .sql()),
                        "events"))
                .isEqualTo(deliveries.happened().size()
                        - deliveries.reported(false).size()
                        - lost);
    }

    /** Events of bounced and dropped pushes have it only in their devices. */
    private static void assertBouncedPushHasItsReason(Warehouse warehouse) {
        warehouse.execute("""
                insert into customerio.push_events (event_id, delivery_id, metric, recipients)
                values ('bounced-push', 'd', 'bounced', '[{"device_id": "x", "failure_message": "Unregistered"}]')""");
        assertThat(warehouse.query(
                        "select failure_message from customerio.message_events where event_id = 'bounced-push'"))
                .extracting(row -> row.get("failure_message"))
                .containsExactly("Unregistered");
    }

    private static String name(Map<String, @Nullable Object> row) {
        return LivingDeliveries.name(
                String.valueOf(row.get("delivery_id")),
                String.valueOf(row.get("metric")),
                String.valueOf(row.get("timestamp")));
    }

    private static long sum(List<Map<String, @Nullable Object>> rows, String column) {
        return rows.stream()
                .mapToLong(row -> row.get(column) instanceof Number number ? number.longValue() : 0)
                .sum();
    }
}
