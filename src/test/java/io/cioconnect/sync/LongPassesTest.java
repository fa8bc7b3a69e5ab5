package io.cioconnect.sync;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.ContentConfig;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.pace.SystemTime;
import io.cioconnect.pace.Time;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.refresh.FullRefresh;
import io.cioconnect.refresh.RefreshParts;
import io.cioconnect.simulator.ChildTable;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.table.Table;
import io.cioconnect.table.TableGroup;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.SimulatedApi;
import io.cioconnect.testing.SteadyConnect;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Passes of hundreds of calls beside a list with a short interval. Each call takes an eighth of a second by the test's clock. */
class LongPassesTest {
    private static final Duration CALL = Duration.ofMillis(125);
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Set<TableGroup> BELOW_LISTS = Set.of(TableGroup.CONTENT, TableGroup.USAGE, TableGroup.METRICS);
    private static final TopicConfig TOPICS = new TopicConfig("p", false);

    @AutoClose
    private final SimulatedApi api = new SimulatedApi();

    private final CustomerIoSimulator customerIo = api.customerIo;
    private final FakeConnect connect = new FakeConnect(false);

    /** Neither parents of parents nor parents without children bring a row. */
    @Test
    void aListKeepsItsIntervalBesideCallsThatBringNoRows() throws Exception {
        customerIo.wider().children().clear();
        customerIo.list("campaigns").generate(600);
        run("campaign_action_metrics", "campaign_actions");
        List<Instant> begun = beginningsOfSegments();
        assertThat(begun).hasSize(3); // in 1,202 calls
        assertKeepsItsInterval(begun);
    }

    /** One call for each parent, as cheap as the App API lets it be, and a tenth at most for the lists of the parents. */
    @Test
    void aWorkspaceOfOrdinarySizeIsReadInFewCalls() throws Exception {
        int campaigns = 200;
        int newsletters = 500;
        int broadcasts = 20;
        int transactional = 30;
        int segments = 100;
        int senders = 30;
        generate(Map.of(
                "campaigns", campaigns,
                "newsletters", newsletters,
                "broadcasts", broadcasts,
                "transactional", transactional,
                "segments", segments,
                "sender_identities", senders));
        customerIo.wider().children().generate(ChildTable.CAMPAIGN_ACTIONS, 8);
        run(Tables.all().stream()
                .filter(table -> !table.use().byNameOnly())
                .filter(table -> BELOW_LISTS.contains(table.group()))
                .map(Table::name)
                .toArray(String[]::new));

        List<Instant> begun = beginningsOfSegments();
        int calls = customerIo.requests().count() - begun.size();
        int content = campaigns + broadcasts + 2 * newsletters + transactional + broadcasts;
        int usage = 2 * segments + senders;
        int metrics = 2 * campaigns + newsletters + broadcasts + transactional;
        assertThat(calls).isBetween(content + usage + metrics, (content + usage + metrics) * 11 / 10);
        assertThat(begun).hasSizeGreaterThan(4);
        assertKeepsItsInterval(begun);
        assertThat(connect.folded("p.campaign_actions")).hasSize(8 * campaigns);
    }

    private void generate(Map<String, Integer> rows) {
        customerIo.wider().children().clear();
        rows.forEach((table, count) -> customerIo.list(table).generate(count));
    }

    private static void assertKeepsItsInterval(List<Instant> begun) {
        assertThat(IntStream.range(1, begun.size()).mapToObj(i -> Duration.between(begun.get(i - 1), begun.get(i))))
                .allSatisfy(pause -> assertThat(pause).isBetween(SHORT, SHORT.plusSeconds(10)));
    }

    /** Until each of these tables had its pass, beside the list of segments. */
    private void run(String... tables) throws InterruptedException {
        var clock = new CallClock();
        Map<String, Duration> intervals = new LinkedHashMap<>();
        Map<String, String> topics = new LinkedHashMap<>();
        Map<String, TableMetrics> metrics = new LinkedHashMap<>();
        Stream.concat(Stream.of(tables), Stream.of("segments")).forEach(table -> {
            intervals.put(table, table.equals("segments") ? SHORT : Duration.ofDays(1));
            topics.put(table, TOPICS.table(table));
            metrics.put(table, new TableMetrics(SHORT, clock));
        });
        var config = new RefreshConfig(
                intervals,
                Duration.ofHours(1),
                false,
                RefreshConfig.Emit.ALL,
                RefreshConfig.Deletes.TOMBSTONE,
                0.5,
                ContentConfig.DEFAULT);
        var parts = new RefreshParts(config, TOPICS, SizeLimits.standard(), connect.queue(), connect.commits(), clock);
        try (var loop = new SyncLoop(
                FullRefresh.of(metrics, parts, api.client, connect.offsets(api.client.host(), topics)),
                connect.queue(),
                clock,
                false)) {
            loop.start();
            SteadyConnect.playUntil(() -> Stream.of(tables).allMatch(this::hadItsPass), connect);
        }
    }

    private boolean hadItsPass(String table) {
        return connect.log("p.refreshes").stream()
                .anyMatch(marker -> marker.key().equals(table));
    }

    private List<Instant> beginningsOfSegments() {
        return connect.log("p.refreshes").stream()
                .filter(marker -> marker.key().equals("segments"))
                .map(marker -> ((Date) requireNonNull(marker.value()).get("started_at")).toInstant())
                .toList();
    }

    private final class CallClock extends Clock implements Time {
        private final Time waits = new SystemTime();
        private final Instant start = Instant.parse("2026-11-21T12:00:00Z");

        @Override
        public Instant instant() {
            return start.plus(CALL.multipliedBy(customerIo.requests().count()));
        }

        @Override
        public boolean sleep(Duration duration) throws InterruptedException {
            return waits.sleep(duration);
        }

        @Override
        public void end() {
            waits.end();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock knows UTC only");
        }
    }
}
