package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.config.ContentConfig;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.refresh.FullRefresh;
import io.cioconnect.refresh.RefreshParts;
import io.cioconnect.simulator.Fault;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.Metered;
import io.cioconnect.testing.SimulatedApi;
import io.cioconnect.testing.SteadyConnect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A loop that is closed in the middle of a pass. */
class ClosedLoopTest {
    private static final String TABLE = "campaigns";
    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final TopicConfig TOPICS = new TopicConfig("p", false);

    @AutoClose
    private final SimulatedApi api = new SimulatedApi();

    private final FakeConnect connect = new FakeConnect(false);
    private final ManualClock clock = new ManualClock();
    private final TableMetrics metrics = new TableMetrics(INTERVAL, clock);

    @Test
    void closingEndsAPassUnderWay() throws Exception {
        api.customerIo.faults().always("/v1/campaigns", Fault.hang());
        try (SyncLoop loop = loop()) {
            loop.start();
            SteadyConnect.playUntil(
                    () -> api.customerIo.requests().of("/v1/campaigns").size() == 1, connect);
        }
        assertThat(refreshThreads()).isEmpty();
        assertThat(Metered.value(TableMetrics.GROUP, metrics, "PassesFailed")).isZero();
    }

    @Test
    void closingEndsAPassThatWaitsForKafka() throws Exception {
        try (SyncLoop loop = loop()) {
            loop.start();
            await("rows").until(() -> !connect.poll(Duration.ofMillis(10)).isEmpty());
        }
        assertThat(refreshThreads()).isEmpty();
    }

    private SyncLoop loop() {
        var config = new RefreshConfig(
                Map.of(TABLE, INTERVAL),
                Duration.ofHours(1),
                false,
                RefreshConfig.Emit.ALL,
                RefreshConfig.Deletes.TOMBSTONE,
                0.5,
                ContentConfig.DEFAULT);
        var parts = new RefreshParts(config, TOPICS, SizeLimits.standard(), connect.queue(), connect.commits(), clock);
        return new SyncLoop(
                FullRefresh.of(
                        Map.of(TABLE, metrics),
                        parts,
                        api.client,
                        connect.offsets(api.client.host(), Map.of(TABLE, TOPICS.table(TABLE)))),
                connect.queue(),
                clock,
                false);
    }

    private static List<String> refreshThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter("customerio-refresh"::equals)
                .toList();
    }
}
