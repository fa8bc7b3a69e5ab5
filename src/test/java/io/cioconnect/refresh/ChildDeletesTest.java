package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.api.AppApiException;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.ChildTable;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Usage;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.Metered;
import io.cioconnect.testing.SimulatedApi;
import io.cioconnect.testing.SteadyConnect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of rows whose parent is gone, or cannot be read, or lists them no more. */
class ChildDeletesTest {
    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final TopicConfig TOPICS = new TopicConfig("p", false);
    private static final Fault BAD_REQUEST = Fault.html(400);

    @AutoClose
    private final SimulatedApi api = new SimulatedApi();

    private final CustomerIoSimulator customerIo = api.customerIo;
    private final FakeConnect connect = new FakeConnect(false);
    private final ManualClock clock = new ManualClock();
    private final TableMetrics metrics = new TableMetrics(INTERVAL, clock);
    private final ExecutorService refreshThread = Executors.newSingleThreadExecutor();
    private double maxFraction = 1;
    private Emit emit = Emit.ALL;
    private Table table = Tables.named("campaign_actions");
    private TableRefresh refresh;

    @BeforeEach
    void twoCampaigns() {
        customerIo.useClock(clock);
        customerIo.lists().all().forEach(ApiList::clear);
        customerIo.wider().children().clear();
        putCampaign(5);
        putCampaign(8);
        restart();
    }

    @AfterEach
    void endThread() {
        refreshThread.shutdownNow();
    }

    @Test
    void onlyTheRowsOfAParentThatFailsAreKept() throws Exception {
        put(5, 1, 3);
        put(8, 1, 3);
        pass();
        remove(5, 1);
        remove(8, 2);
        fail(5);
        PassMarker marker = pass();
        assertThat(marker.counts().parentsFailed()).isEqualTo(1);
        assertThat(Metered.value(TableMetrics.GROUP, metrics, "ParentsFailed")).isEqualTo(1);
        assertThat(marker.counts().deleted()).isEqualTo(1);
        assertThat(rows()).containsExactlyInAnyOrder("5/1", "5/2", "5/3", "8/1", "8/3");
        assertThat(refresh.keys().lastPass().rows()).isEqualTo(5);

        restart();
        customerIo.faults().clear();
        PassMarker later = pass();
        assertThat(later.counts().parentsFailed()).isZero();
        assertThat(later.counts().deleted()).isEqualTo(1);
        assertThat(later.counts().changed()).isZero();
        assertThat(rows()).containsExactlyInAnyOrder("5/2", "5/3", "8/1", "8/3");
    }

    @Test
    void aParentThatIsGoneTakesItsRowsWithItAndNoOthers() throws Exception {
        put(5, 1, 3);
        put(8, 1, 3);
        pass();
        customerIo.list("campaigns").remove("5");
        assertThat(pass().counts().deleted()).isEqualTo(3);
        assertThat(rows()).containsExactlyInAnyOrder("8/1", "8/2", "8/3");
    }

    @Test
    void aParentThatAnswers404HasNoRowsUntilItReturns() throws Exception {
        put(5, 1, 3);
        put(8, 1, 3);
        pass();
        customerIo.faults().always("/v1/campaigns/5/actions", Fault.html(404));
        PassMarker marker = pass();
        assertThat(marker.counts().parentsFailed()).isZero();
        assertThat(marker.counts().deleted()).isEqualTo(3);
        customerIo.faults().clear();
        assertThat(pass().counts().changed()).isEqualTo(3);
        assertThat(rows()).hasSize(6);
    }

    @Test
    void aListOfParentsThatCannotBeReadFailsThePass() throws Exception {
        put(5, 1, 3);
        pass();
        customerIo.faults().always("/v1/campaigns", BAD_REQUEST);
        assertThatThrownBy(this::pass).isInstanceOf(AppApiException.class);
        assertThat(rows()).hasSize(3);
    }

    /** The rows of a parent that fails are rows of the table, now and for the pass that follows. */
    @Test
    void theShareOfDeletesIsJudgedOverTheTable() throws Exception {
        maxFraction = 0.5;
        restart();
        put(5, 1, 6);
        put(8, 1, 6);
        pass();
        fail(8);
        for (int id = 1; id <= 6; id++) {
            remove(5, id);
        }
        assertThat(pass().counts().deleted()).isEqualTo(6);
        customerIo.faults().clear();
        for (int id = 1; id <= 3; id++) {
            remove(8, id);
        }
        assertThat(pass().counts().deleted()).isEqualTo(3);
        remove(8, 4);
        remove(8, 5);
        assertThat(pass().counts().deletesDeferred()).isEqualTo(2);
        assertThat(pass().counts().deleted()).isEqualTo(2);
        assertThat(rows()).containsExactly("8/6");
    }

    /** Ten actions come in one page. */
    @Test
    void aRowOfAParentWithSeveralPagesMustBeAbsentTwice() throws Exception {
        put(5, 1, 23);
        put(8, 1, 3);
        pass();
        remove(5, 7);
        remove(8, 1);
        PassMarker marker = pass();
        assertThat(marker.counts().deleted()).isEqualTo(1);
        assertThat(marker.counts().deletesDeferred()).isEqualTo(1);
        assertThat(pass().counts().deleted()).isEqualTo(1);
        assertThat(rows()).hasSize(24).doesNotContain("5/7", "8/1");
    }

    @Test
    void daysThatLeaveTheWindowAreForgottenAndNotDeleted() throws Exception {
        table = Tables.named("campaign_metrics");
        for (Emit each : List.of(Emit.ALL, Emit.CHANGES)) {
            emit = each;
            restart();
            long listed = pass().counts().rows();
            for (int day = 0; day < 400; day++) {
                clock.advance(Duration.ofDays(1));
                PassMarker marker = pass();
                assertThat(marker.counts().rows()).isEqualTo(listed);
                assertThat(marker.counts().deleted() + marker.counts().deletesDeferred())
                        .isZero();
                assertThat(refresh.keys().size()).isBetween(listed, 2 * listed);
            }
            assertThat(refresh.keys().lastPass().tracked()).isTrue();
        }
        assertThat(connect.log("p.campaign_metrics")).noneMatch(FakeConnect.Written::isDelete);
    }

    @Test
    void whatIsForgottenIsWrittenAgainWhenItComesBack() throws Exception {
        table = Tables.named("segment_counts");
        emit = Emit.CHANGES;
        restart();
        customerIo.list("campaigns").clear();
        for (long id = 1; id <= 300; id++) {
            putSegment(id);
        }
        pass();
        customerIo.list("segments").remove("7");
        for (long id = 1; id <= 300; id++) {
            customerIo.wider().usage().count(id, 1_000 + id); // every bucket is written
        }
        assertThat(pass().counts().deleted()).isZero();
        assertThat(refresh.keys().size()).isEqualTo(299);
        putSegment(7);
        assertThat(pass().counts().changed()).isEqualTo(1);
        assertThat(connect.log("p.segment_counts").stream()
                        .filter(row -> row.key().equals("7")))
                .hasSize(2);
    }

    @Test
    void theRowsOfAParentThatFailsAreNotForgotten() throws Exception {
        table = Tables.named("campaign_metrics");
        emit = Emit.CHANGES;
        restart();
        long listed = pass().counts().rows();
        customerIo.faults().always("/v1/campaigns/5/metrics", BAD_REQUEST);
        clock.advance(Duration.ofDays(1));
        assertThat(pass().counts().rows()).isEqualTo(listed / 2);
        assertThat(refresh.keys().size()).isGreaterThan(listed);
    }

    @Test
    void whileAParentHasNoUsableIdNothingIsDeleted() throws Exception {
        table = Tables.named("segment_usage");
        restart();
        for (long id : List.of(6L, 7L)) {
            putSegment(id);
            customerIo.wider().usage().segment(id, new Usage.UsedBy(List.of(1L, 2L), List.of(), List.of()));
        }
        pass();
        Set<String> before = Set.copyOf(rows());
        customerIo.list("segments").change("7", row -> row.putNull("id"));
        PassMarker marker = pass();
        assertThat(marker.counts().parentsFailed()).isEqualTo(1);
        assertThat(marker.counts().deleted() + marker.counts().deletesDeferred())
                .isZero();
        assertThat(before).hasSize(4).isEqualTo(rows());
    }

    private void restart() {
        connect.crash();
        String topic = TOPICS.table(table.name());
        KeySet keys = KeySet.load(connect.offsets(api.client.host(), Map.of(table.name(), topic)), table.name(), topic);
        var config = new RefreshConfig(
                Map.of(table.name(), INTERVAL),
                Duration.ofHours(1),
                false,
                emit,
                Deletes.TOMBSTONE,
                maxFraction,
                ContentConfig.DEFAULT);
        refresh = new TableRefresh(
                new PageFetcher(table, api.client, ContentConfig.DEFAULT),
                new RowConverter(table, topic),
                keys,
                metrics,
                new RefreshParts(config, TOPICS, SizeLimits.standard(), connect.queue(), connect.commits(), clock));
    }

    private PassMarker pass() throws Exception {
        clock.advance(INTERVAL);
        Instant start = clock.instant();
        return SteadyConnect.complete(refreshThread.submit(() -> refresh.pass(start)), connect);
    }

    private void fail(long campaign) {
        customerIo.faults().always("/v1/campaigns/" + campaign + "/actions", BAD_REQUEST);
    }

    private void putCampaign(long id) {
        customerIo.list("campaigns").put("{\"id\":" + id + ",\"name\":\"c\",\"state\":\"running\"}");
    }

    private void putSegment(long id) {
        customerIo.list("segments").put("{\"id\":" + id + ",\"name\":\"s\",\"state\":\"finished\"}");
        customerIo.wider().usage().count(id, id);
    }

    private void put(long campaign, int from, int to) {
        for (int id = from; id <= to; id++) {
            actions(campaign).put("{\"id\":\"" + id + "\",\"name\":\"a\"}");
        }
    }

    private void remove(long campaign, int id) {
        actions(campaign).remove(Integer.toString(id));
    }

    private ApiList actions(long campaign) {
        return customerIo.wider().children(ChildTable.CAMPAIGN_ACTIONS, campaign);
    }

    private Set<String> rows() {
        return connect.folded(TOPICS.table(table.name())).keySet();
    }
}
