package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cioconnect.api.KeyProblem;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.refresh.FullRefresh;
import io.cioconnect.refresh.RefreshParts;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Fault;
import io.cioconnect.testing.CapturedLog;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.Metered;
import io.cioconnect.testing.SimulatedApi;
import io.cioconnect.testing.SteadyConnect;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SyncLoopTest {
    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final TopicConfig TOPICS = new TopicConfig("p", false);

    @AutoClose
    private final SimulatedApi api = new SimulatedApi();

    private final CustomerIoSimulator customerIo = api.customerIo;
    private final FakeConnect connect = new FakeConnect(false);
    private final ManualClock clock = new ManualClock();
    private final Map<String, TableMetrics> metrics = Collections.synchronizedMap(new LinkedHashMap<>());
    private Duration interval = INTERVAL;
    private boolean onStart;
    private boolean alsoReceives;
    private SyncLoop loop;

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void everyTableIsRefreshedAtItsInterval() throws Exception {
        start("campaigns", "segments");
        awaitPasses("campaigns", 1);
        awaitPasses("segments", 1);
        advance(INTERVAL.minusSeconds(1));
        clock.awaitSleeper();
        assertThat(requests("campaigns")).isEqualTo(1);
        advance(Duration.ofSeconds(1));
        awaitPasses("campaigns", 2);
        awaitPasses("segments", 2);
    }

    @Test
    void aTableThatNeverHadAPassIsDueHoweverLongItsInterval() throws Exception {
        interval = Duration.ofDays(36_500); // what the configuration makes of "never again"
        start("campaigns");
        awaitPasses("campaigns", 1);
        advance(INTERVAL);
        clock.awaitSleeper();
        assertThat(requests("campaigns")).isEqualTo(1);
    }

    @Test
    void aRestartPollsNothingThatIsNotDue() throws Exception {
        start("campaigns", "segments");
        awaitPasses("segments", 1);
        loop.close();
        connect.crash();
        clock.advance(INTERVAL.minusSeconds(1));
        start("campaigns", "segments", "snippets");
        awaitPasses("snippets", 1);
        assertThat(requests("campaigns")).isEqualTo(1);
        advance(Duration.ofSeconds(1));
        awaitPasses("campaigns", 2);
    }

    @Test
    void eachStartRunsAPassWhenThatIsWanted() throws Exception {
        onStart = true;
        start("campaigns");
        awaitPasses("campaigns", 1);
        loop.close();
        connect.crash();
        start("campaigns");
        awaitPasses("campaigns", 2);
    }

    @Test
    void aClockThatWasSetBackDoesNotStopTheTables() throws Exception {
        start("campaigns");
        awaitPasses("campaigns", 1);
        advance(INTERVAL.negated().minusSeconds(1));
        awaitPasses("campaigns", 2);
    }

    @Test
    void oneTablesFailureLeavesTheOthersAlone() throws Exception {
        customerIo.faults().always("/v1/campaigns", Fault.status(403));
        start("campaigns", "segments");
        awaitPasses("segments", 1);
        SteadyConnect.playUntil(() -> requests("campaigns") == 1, connect);
        await("back-off").until(() -> failures() == 1);
        advance(Duration.ofSeconds(5));
        SteadyConnect.playUntil(() -> requests("campaigns") == 2, connect);
        await("back-off").until(() -> failures() == 2);
        customerIo.faults().clear(); // not before: a request is counted before it meets a fault
        advance(Duration.ofSeconds(10));
        awaitPasses("campaigns", 1);
        assertThat(requests("segments")).isEqualTo(1);
    }

    @Test
    void aFailedPassDeletesNothing() throws Exception {
        customerIo.list("newsletters").generate(350);
        start("newsletters");
        awaitPasses("newsletters", 1);
        customerIo.faults().onPage(3, 2, "/v1/newsletters", Fault.status(404));
        for (int failures = 1; failures <= 2; failures++) {
            advance(failures == 1 ? INTERVAL : Duration.ofSeconds(5));
            long expected = failures;
            await("back-off").until(() -> failures() == expected);
        }
        assertThat(connect.log("p.newsletters")).hasSize(350);
        assertThat(connect.log("p.refreshes")).hasSize(1);
    }

    @Test
    void aKeyThatIsRefusedForAMinuteFailsATaskThatOnlyPolls() throws Exception {
        customerIo.setApiKey("another");
        start("campaigns", "segments");
        for (int refused = 1; refused < 3; refused++) {
            awaitFailures(refused);
            assertThat(connect.poll(Duration.ZERO)).isEmpty();
            advance(KeyRefusals.PAUSE);
        }
        assertThatThrownBy(() -> SteadyConnect.playUntil(() -> false, connect))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("app.api.key")
                .hasMessageContaining("region")
                .hasMessageContaining(KeyProblem.REFUSED.advice());
    }

    @Test
    void aSingleRefusalAmongGoodAnswersFailsNothing() throws Exception {
        start("campaigns", "segments");
        awaitPasses("campaigns", 1);
        awaitPasses("segments", 1);
        for (int refused = 1; refused <= 4; refused++) {
            customerIo.faults().times(1, "/v1/campaigns", Fault.status(401));
            advance(INTERVAL);
            awaitFailures(refused);
            advance(KeyRefusals.PAUSE);
            awaitPasses("campaigns", 1 + refused);
            awaitPasses("segments", 1 + refused);
        }
    }

    @Test
    void aTableThatAloneIsRefusedStopsNoOtherAndCausesNoPass() throws Exception {
        customerIo.faults().always("/v1/campaigns", Fault.status(401));
        start("campaigns", "segments");
        awaitFailures(1);
        advance(KeyRefusals.PAUSE);
        awaitPasses("segments", 1);
        awaitFailures(2);
        for (int failed = 3; failed < 8; failed++) {
            advance(KeyRefusals.PAUSE.multipliedBy(10));
            awaitFailures(failed);
        }
        assertThat(requests("segments")).as("not due").isEqualTo(1);
        advance(INTERVAL);
        awaitPasses("segments", 2);
    }

    @Test
    void aTableThatAloneIsRefusedStopsNoOtherOfATaskThatReceives() throws Exception {
        alsoReceives = true;
        customerIo.faults().always("/v1/campaigns", Fault.status(401));
        start("campaigns", "segments");
        awaitFailures(1);
        for (int passes = 1; passes <= 3; passes++) {
            advance(INTERVAL);
            awaitPasses("segments", passes);
        }
        customerIo.faults().clear();
        advance(INTERVAL);
        awaitPasses("campaigns", 1);
    }

    @Test
    void aRefusedKeySuspendsTheTablesOfATaskThatReceives() throws Exception {
        alsoReceives = true;
        String key = customerIo.apiKey();
        customerIo.setApiKey("another");
        start("campaigns", "segments");
        await("refusal").until(() -> failures() == 1);
        customerIo.setApiKey(key);
        advance(INTERVAL.minusSeconds(1));
        clock.awaitSleeper();
        assertThat(connect.poll(Duration.ZERO)).isEmpty();
        assertThat(requests("segments")).isZero();
        advance(Duration.ofSeconds(1));
        awaitPasses("campaigns", 1);
        awaitPasses("segments", 1);
    }

    @Test
    void theStartSaysWhatIsRememberedAndHowToForgetIt() throws Exception {
        try (var log = new CapturedLog()) {
            start("segments");
            assertThat(log.lines("Known from earlier passes"))
                    .singleElement()
                    .asString()
                    .contains("segments (0 keys, last pass never, next in 0 s)");
            awaitPasses("segments", 1);
            Instant pass = clock.instant();
            loop.close();
            connect.crash();
            clock.advance(Duration.ofHours(1));
            start("segments");

            assertThat(log.lines("Known from earlier passes"))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains(
                            "segments (" + customerIo.list("segments").size() + " keys, last pass " + pass
                                    + ", next in 18000 s)",
                            "DELETE /connectors/<name>/offsets");
        }
    }

    private void start(String... tables) {
        Map<String, Duration> intervals = new HashMap<>();
        Map<String, String> topics = new HashMap<>();
        metrics.clear();
        for (String table : tables) {
            intervals.put(table, interval);
            topics.put(table, TOPICS.table(table));
            metrics.put(table, new TableMetrics(interval, clock));
        }
        var config = new RefreshConfig(
                intervals,
                Duration.ofHours(1),
                onStart,
                RefreshConfig.Emit.ALL,
                RefreshConfig.Deletes.TOMBSTONE,
                0.5,
                ContentConfig.DEFAULT);
        var parts = new RefreshParts(config, TOPICS, SizeLimits.standard(), connect.queue(), connect.commits(), clock);
        loop = new SyncLoop(
                FullRefresh.of(metrics, parts, api.client, connect.offsets(api.client.host(), topics)),
                connect.queue(),
                clock,
                alsoReceives);
        loop.start();
    }

    private long failures() {
        return metrics.values().stream()
                .mapToLong(table -> Metered.value(TableMetrics.GROUP, table, "PassesFailed"))
                .sum();
    }

    private void awaitFailures(long count) {
        await("back-off").until(() -> failures() == count);
    }

    private void advance(Duration by) {
        clock.advance(by);
    }

    private long requests(String table) {
        return customerIo.requests().of("/v1/" + table).size();
    }

    private void awaitPasses(String table, int count) throws InterruptedException {
        SteadyConnect.playUntil(
                () -> connect.log("p.refreshes").stream()
                                .filter(marker -> marker.key().equals(table))
                                .count()
                        == count,
                connect);
    }
}
