package io.cioconnect.window;

import static io.cioconnect.window.WindowFixture.DAY;
import static io.cioconnect.window.WindowFixture.FIRST;
import static io.cioconnect.window.WindowFixture.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.simulator.Delivery;
import io.cioconnect.simulator.RequestLog;
import io.cioconnect.sync.Sync;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.Metered;
import io.cioconnect.testing.SteadyConnect;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // what Connect's Timestamp is made of
class WindowReadsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String THREE_DAYS = "deliveries (up to 3d)";

    @AutoClose
    private final WindowFixture fixture = new WindowFixture(false);

    @Test
    void theFirstReadGoesBackFromNowInWindowsOfThirtyDays() throws Exception {
        fixture.deliveries(200, DAY.multipliedBy(100), HOUR);
        fixture.with("deliveries.start", "P100D").start().complete(FIRST);
        List<RequestLog.Entry> calls = fixture.calls();
        assertThat(calls).hasSize(4).allSatisfy(call -> {
            assertThat(call.query()).contains("limit=1000", "get_tracked_responses=true");
            assertThat(parameter(call, "end_ts") - parameter(call, "start_ts")).isLessThan(30 * 86_400);
            assertThat(parameter(call, "end_ts"))
                    .isLessThanOrEqualTo(fixture.ago(Duration.ofSeconds(60)).getEpochSecond());
        });
        for (int i = 1; i < calls.size(); i++) {
            assertThat(parameter(calls.get(i), "end_ts")).isEqualTo(parameter(calls.get(i - 1), "start_ts") - 1);
        }
        assertThat(fixture.written("deliveries"))
                .hasSize(200)
                .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
        assertThat(fixture.markers("deliveries")).hasSize(4);
        assertThat(fixture.turn(FIRST)).isEqualTo(Sync.Turn.NOTHING);
        assertThat(fixture.calls()).isEmpty();
    }

    @Test
    void everyTimeOfEveryMetricIsARow() throws Exception {
        fixture.deliveries(100, DAY.multipliedBy(20), DAY.multipliedBy(10));
        fixture.start().complete(FIRST);
        List<String> expected = fixture.customerIo.deliveries().all().stream()
                .flatMap(delivery -> delivery.lifeUntil(fixture.clock.instant()).stream()
                        .filter(Delivery.Step::isEvent)
                        .map(step -> delivery.id() + " " + step.metric() + " " + delivery.objectType() + " api "
                                + step.at()))
                .toList();
        List<String> written = fixture.connect.log("p.delivery_metrics").stream()
                .map(FakeConnect.Written::value)
                .map(row -> row.getString("delivery_id") + " " + row.getString("metric") + " "
                        + row.getString("object_type") + " " + row.getString("source") + " "
                        + ((Date) row.get("timestamp")).toInstant())
                .toList();
        assertThat(written).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aMarkerTellsEachFinishedWindowAndTheRowsCarryItsStart() throws Exception {
        fixture.deliveries(50, DAY.multipliedBy(40), HOUR);
        fixture.with("deliveries.start", "P45D").start().complete(FIRST);
        List<Struct> markers = fixture.markers("deliveries").stream()
                .map(FakeConnect.Written::value)
                .toList();
        assertThat(markers).hasSize(2);
        assertThat(markers.stream().mapToLong(marker -> marker.getInt64("rows")))
                .hasSize(2);
        assertThat(markers.stream().mapToLong(marker -> marker.getInt64("rows")).sum())
                .isEqualTo(50);
        assertThat(markers.stream()
                        .mapToLong(marker -> marker.getInt64("changed"))
                        .sum())
                .isEqualTo(50);
        assertThat(((Date) markers.get(0).get("window_end")).toInstant())
                .isEqualTo(fixture.ago(Duration.ofSeconds(60)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        assertThat(((Date) markers.get(1).get("window_end")).getTime())
                .isEqualTo(((Date) markers.get(0).get("window_start")).getTime() - 1000);
        assertThat(markers.get(0).get("parents_failed")).isNull();
        assertThat(fixture.connect.log("p.deliveries"))
                .allMatch(row ->
                        row.value().get("_synced_at").equals(markers.get(0).get("started_at")));
        assertThat(fixture.markers("delivery_metrics")).hasSize(2);
        assertThat(Metered.value(TableMetrics.GROUP, fixture.metrics("deliveries"), "RowsListed"))
                .isEqualTo(50);
        assertThat(Metered.value(TableMetrics.GROUP, fixture.metrics("deliveries"), "RowsChanged"))
                .isEqualTo(50);
    }

    @Test
    void aReadThatFailsIsToldWhileOthersSucceed() throws Exception {
        fixture.start().complete(FIRST);
        TableMetrics metrics = fixture.metrics("delivery_metrics");
        Instant since = fixture.clock.instant();
        fixture.sync(THREE_DAYS).failed("status 500");
        fixture.clock.advance(HOUR);
        fixture.complete("deliveries (up to 2h)");
        fixture.sync("deliveries (up to 2h)").failed("status 429");
        fixture.sync(THREE_DAYS).failed("status 503");
        assertThat(metrics.failure()).contains(new TableMetrics.Failure(since, 2, "status 503"));

        fixture.complete(THREE_DAYS);
        assertThat(metrics.failure()).contains(new TableMetrics.Failure(since.plus(HOUR), 1, "status 429"));
        fixture.complete("deliveries (up to 2h)");
        assertThat(metrics.failure()).isEmpty();
    }

    @Test
    void aRescanWritesWhatIsNewOrChanged() throws Exception {
        ObjectNode settled = message("settled", DAY.multipliedBy(2), "sent", DAY.multipliedBy(2));
        ObjectNode opened = message("opened", DAY.multipliedBy(2), "sent", DAY.multipliedBy(2));
        fixture.customerIo.deliveries().put(settled);
        fixture.start().complete(FIRST);
        fixture.clock.advance(Duration.ofHours(6));
        fixture.customerIo.deliveries().put(message("new", HOUR, "sent", HOUR));
        ((ObjectNode) opened.get("metrics")).put("opened", fixture.ago(HOUR).getEpochSecond());
        fixture.customerIo.deliveries().put(opened);
        fixture.complete(THREE_DAYS);
        assertThat(fixture.written("deliveries"))
                .containsOnly(
                        java.util.Map.entry("settled", 1L),
                        java.util.Map.entry("opened", 1L),
                        java.util.Map.entry("new", 1L));
        Struct marker = fixture.markers("deliveries").get(1).value();
        assertThat(marker.getInt64("rows")).isEqualTo(3);
        assertThat(marker.getInt64("changed")).isEqualTo(2);
    }

    @Test
    void aRescanReadsItsAgeAndNoMore() throws Exception {
        fixture.start().complete(FIRST);
        fixture.calls();
        fixture.clock.advance(Duration.ofHours(6));
        fixture.complete(THREE_DAYS);
        assertThat(fixture.calls()).singleElement().satisfies(call -> {
            assertThat(parameter(call, "start_ts"))
                    .isEqualTo(fixture.ago(DAY.multipliedBy(3)).getEpochSecond());
            assertThat(parameter(call, "end_ts"))
                    .isEqualTo(fixture.ago(Duration.ofSeconds(60)).getEpochSecond());
        });
    }

    @Test
    void whatCameWhileTheConnectorWasDownIsReadByTheNextRescan() throws Exception {
        fixture.with("deliveries.rescan", "2h/15m").start().complete(FIRST);
        fixture.clock.advance(DAY);
        fixture.deliveries(20, Duration.ofHours(20), Duration.ofHours(10));
        fixture.restart().complete("deliveries (up to 2h)");
        assertThat(fixture.written("deliveries")).hasSize(20);
    }

    @Test
    void aKilledFirstReadGoesOnWithTheUnfinishedWindow() throws Exception {
        fixture.deliveries(5_000, DAY.multipliedBy(90), HOUR);
        fixture.with("deliveries.start", "P90D").start();
        fixture.customerIo.onPage(page -> fixture.clock.advance(Duration.ofSeconds(10)));
        for (int page = 0; page < 3; page++) { // two of the first window, one of the second
            assertThat(fixture.turn(FIRST)).isEqualTo(Sync.Turn.UNFINISHED);
        }
        fixture.calls();
        fixture.restart().complete(FIRST);
        assertThat(fixture.calls()).hasSize(4);
        assertThat(fixture.written("deliveries")).hasSize(5_000);
        assertThat(fixture.connect.log("p.deliveries")).hasSizeBetween(5_001, 6_000);
        assertThat(fixture.markers("deliveries")).hasSize(3);
        fixture.restart().complete(FIRST);
        assertThat(fixture.calls()).isEmpty();
    }

    @Test
    void movingTheStartBackReadsTheDifference() throws Exception {
        fixture.deliveries(100, DAY.multipliedBy(99), HOUR);
        fixture.start().complete(FIRST);
        assertThat(fixture.calls()).hasSize(1);
        fixture.with("deliveries.start", "P50D").restart().complete(FIRST);
        assertThat(fixture.calls())
                .singleElement()
                .satisfies(call -> assertThat(parameter(call, "end_ts") - parameter(call, "start_ts"))
                        .isEqualTo(20 * 86_400 - 1));
        fixture.with("deliveries.start", "P30D").restart().complete(FIRST);
        assertThat(fixture.calls()).isEmpty();
        assertThat(fixture.written("deliveries").values()).containsOnly(1L);
    }

    @Test
    void otherAgesReadOnlyWhatIsNew() throws Exception {
        fixture.deliveries(100, DAY.multipliedBy(29), HOUR);
        fixture.start().complete(FIRST);
        fixture.clock.advance(DAY);
        fixture.complete("deliveries (up to 30d)");
        fixture.calls();
        fixture.with("deliveries.rescan", "5d/12h,60d/7d").restart();
        assertThat(fixture.sync("deliveries (up to 5d)").lastStart()).isEqualTo(fixture.clock.instant());
        fixture.complete(FIRST);
        assertThat(fixture.calls()).isEmpty();
        fixture.clock.advance(Duration.ofHours(12));
        fixture.complete("deliveries (up to 5d)");
        assertThat(fixture.calls()).hasSize(1);
        fixture.restart();
        assertThat(fixture.sync("deliveries (up to 5d)").lastStart()).isEqualTo(fixture.clock.instant());
    }

    @Test
    void anotherTableOrTypeIsReadFromTheStart() throws Exception {
        fixture.deliveries(100, DAY.multipliedBy(20), HOUR);
        fixture.with("tables", "delivery_metrics")
                .with("deliveries.types", "email,push")
                .start()
                .complete(FIRST);
        assertThat(fixture.calls()).hasSize(2);
        assertThat(fixture.written("deliveries")).isEmpty();
        fixture.with("tables", "@deliveries").restart().complete(FIRST);
        assertThat(fixture.calls()).hasSize(2);
        assertThat(fixture.written("deliveries").keySet())
                .isEqualTo(fixture.customerIo.deliveries().all().stream()
                        .filter(delivery -> List.of("email", "push").contains(delivery.type()))
                        .map(Delivery::id)
                        .collect(Collectors.toSet()));
        fixture.with("deliveries.types", "email").restart().complete(FIRST);
        assertThat(fixture.calls()).isEmpty();
    }

    @Test
    void nothingIsCompleteBeforeKafkaHasIt() throws Exception {
        fixture.deliveries(10, DAY, HOUR);
        fixture.start();
        var turn = fixture.begin(FIRST);
        SteadyConnect.playUntil(() -> !fixture.connect.log("p.deliveries").isEmpty(), fixture.connect);
        assertThat(fixture.connect.log("p.refreshes").size()).isLessThanOrEqualTo(2);
        SteadyConnect.playUntil(turn::isDone, fixture.connect);
        assertThat(WindowFixture.result(turn)).isEqualTo(Sync.Turn.COMPLETE);
    }

    @Test
    void aRowWithoutAKeyGoesToTheDeadLettersAndTheWindowGoesOn() throws Exception {
        ObjectNode odd = message("x", DAY, "sent", DAY);
        fixture.customerIo.deliveries().put(odd);
        odd.putNull("id");
        fixture.customerIo.deliveries().put(odd);
        fixture.with("tables", "deliveries").start().complete(FIRST);
        assertThat(fixture.written("deliveries")).containsOnlyKeys("x");
        assertThat(fixture.connect.log("p.quarantine"))
                .singleElement()
                .satisfies(
                        letter -> assertThat(letter.value().getString("reason")).isEqualTo("row_without_key"));
        assertThat(fixture.markers("deliveries").get(0).value().getInt64("quarantined"))
                .isEqualTo(1);
    }

    private ObjectNode message(String id, Duration created, String metric, Duration at) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", id).put("created", fixture.ago(created).getEpochSecond()).put("type", "email");
        row.putObject("metrics").put(metric, fixture.ago(at).getEpochSecond());
        return row;
    }
}
