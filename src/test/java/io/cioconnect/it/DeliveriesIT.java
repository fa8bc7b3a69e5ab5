package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deliveries on real workers: the history, a restart, what comes later, and offsets that are changed. */
@ExtendWith(KafkaExtension.class)
class DeliveriesIT {
    private static final int DELIVERIES = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void historyAndRescansAtLeastOnce(SharedKafka kafka) throws IOException {
        historyAndRescans(kafka, kafka.worker());
    }

    @Test
    void historyAndRescansExactlyOnce(SharedKafka kafka) throws IOException {
        historyAndRescans(kafka, kafka.exactlyOnceWorker());
    }

    @Test
    void historyAndRescansOnThePreviousRelease(SharedKafka kafka) throws IOException {
        historyAndRescans(kafka, kafka.previousWorker());
    }

    @Test
    @EnabledIfSystemProperty(named = "chaos", matches = "true", disabledReason = "-Pchaos runs it")
    void historyAndRescansExactlyOnceOnThePreviousRelease(SharedKafka kafka) throws IOException {
        historyAndRescans(kafka, kafka.previousExactlyOnceWorker());
    }

    private static void historyAndRescans(SharedKafka kafka, ConnectWorker worker) throws IOException {
        try (RefreshRun run = new RefreshRun(kafka, worker, "deliveries")) {
            Instant now = Instant.now();
            run.customerIo.deliveries().create(DELIVERIES, daysAgo(now, 85), daysAgo(now, 2));
            run.props()
                    .with("tables", "@deliveries")
                    .with("app.api.requests.per.second", 1) // the restart shall come before all windows are read
                    .with("deliveries.start", "P90D")
                    .with("deliveries.rescan", "2h/2s");
            run.start();
            worker.rest().awaitRunning(run.connector, 1);
            await("the first window").atMost(PATIENCE).until(() -> windows(run) > 0);
            worker.rest().stop(run.connector);
            worker.rest().resume(run.connector);
            await("all three windows of 30 days").atMost(PATIENCE).until(() -> windows(run) == 3);
            assertThat(ids(run)).isEqualTo(drawn(run));
            assertMetrics(run);

            run.customerIo.deliveries().create(Instant.now().minusSeconds(90));
            await("what came later").atMost(PATIENCE).until(() -> ids(run).size() == DELIVERIES + 1);

            worker.rest().stop(run.connector);
            resetAfterARefusal(worker, run);
            int before = windows(run);
            worker.rest().resume(run.connector);
            await("the history once more").atMost(PATIENCE).until(() -> windows(run) >= before + 3);
            assertThat(ids(run)).isEqualTo(drawn(run));
        }
    }

    @Test
    void moreTasksAndWorkersThatJoinAndLeaveReadOnlyWhatIsNew(SharedKafka kafka) throws IOException {
        WorkerSettings settings =
                WorkerSettings.named(kafka.unique("deliveries-rebalanced")).hurried();
        try (WorkerGroup group = new WorkerGroup(kafka, settings, 2)) {
            ConnectWorker first = group.workers().get(0);
            ConnectWorker second = group.workers().get(1);
            first.start();
            try (RefreshRun run = new RefreshRun(kafka, second, "deliveries")) {
                Instant now = Instant.now();
                run.customerIo.deliveries().create(DELIVERIES, daysAgo(now, 85), daysAgo(now, 2));
                run.props()
                        .with("tables", "@deliveries,campaigns,segments")
                        .with("refresh.interval.ms", 3_600_000)
                        .with("deliveries.start", "P90D")
                        .with("deliveries.rescan", "2h/2s");
                first.rest().put(run.connector, run.props().toMap());
                await("the first read").atMost(PATIENCE).until(() -> windows(run) == 3);
                long calls = callsForHistory(run);

                first.rest().put(run.connector, run.props().with("tasks.max", 4).toMap());
                first.rest().awaitRunning(run.connector, 3);
                awaitOneMore(run, "with more tasks");
                second.start();
                await("both work")
                        .atMost(PATIENCE)
                        .until(() -> workers(first, run).size() == 2);
                awaitOneMore(run, "with two workers");
                first.stop();
                await("the other one works alone")
                        .atMost(PATIENCE)
                        .until(() -> workers(second, run)
                                .equals(Set.of(second.rest().address().getAuthority())));
                awaitOneMore(run, "with the other worker alone");
                assertThat(callsForHistory(run)).as("calls for the history").isEqualTo(calls);
                assertThat(windows(run)).isEqualTo(3);
                assertThat(ids(run)).isEqualTo(drawn(run));
            }
        }
    }

    /** Something new is read. */
    private static void awaitOneMore(RefreshRun run, String when) {
        run.customerIo.deliveries().create(Instant.now().minusSeconds(90));
        await(when).atMost(PATIENCE).until(() -> ids(run).equals(drawn(run)));
    }

    /** Calls for what is older than the age that is read again. */
    private static long callsForHistory(RefreshRun run) {
        long recent = Instant.now().minus(Duration.ofDays(1)).getEpochSecond();
        return run.customerIo.requests().of("/v1/messages").stream()
                .filter(call -> Long.parseLong(call.query().replaceAll(".*start_ts=(\\d+).*", "$1")) < recent)
                .count();
    }

    /** Those that run a task of the connector; none while one of its tasks does not run. */
    private static Set<String> workers(ConnectWorker asked, RefreshRun run) {
        JsonNode tasks = asked.rest().status(run.connector).path("tasks");
        return tasks.findValuesAsText("state").stream().allMatch("RUNNING"::equals)
                ? Set.copyOf(tasks.findValuesAsText("worker_id"))
                : Set.of();
    }

    private static Instant daysAgo(Instant now, long days) {
        return now.minus(Duration.ofDays(days));
    }

    private static void resetAfterARefusal(ConnectWorker worker, RefreshRun run) {
        JsonNode stored = worker.rest().offsets(run.connector);
        assertThat(stored.findValuesAsText("band")).contains("first", "00");
        assertThat(worker.rest().alterOffsets(run.connector, stored).isSuccess())
                .isTrue();
        stored.findParents("underway_left").forEach(offset -> ((ObjectNode) offset).put("underway_left", "9-5"));
        stored.findParents("last_left").forEach(offset -> ((ObjectNode) offset).put("last_left", "9-5"));
        assertThat(worker.rest().alterOffsets(run.connector, stored).body()).contains("ends before it begins");
        assertThat(worker.rest().resetOffsets(run.connector).isSuccess()).isTrue();
    }

    /** Windows of the first read that are complete in both tables: a task that stops between the two markers reads that window again. */
    private static int windows(RefreshRun run) {
        return Math.min(windows(run, "deliveries"), windows(run, "delivery_metrics"));
    }

    private static int windows(RefreshRun run, String table) {
        return (int) run.passes(table).stream()
                .map(marker -> List.of(
                        marker.path("window_start").asLong(),
                        marker.path("window_end").asLong()))
                .filter(window ->
                        window.get(1) - window.get(0) > Duration.ofDays(1).toMillis())
                .distinct()
                .count();
    }

    private static Set<String> ids(RefreshRun run) {
        return run.topics().latest(run.connector + ".deliveries").keySet().stream()
                .map(key -> key.path("id").asText())
                .collect(Collectors.toSet());
    }

    private static Set<String> drawn(RefreshRun run) {
        return run.customerIo.deliveries().all().stream().map(Delivery::id).collect(Collectors.toSet());
    }

    /** Nothing happens to deliveries of that age any more, or hardly. */
    private static void assertMetrics(RefreshRun run) {
        Instant settled = Instant.now().minus(Duration.ofHours(1));
        Set<String> expected = run.customerIo.deliveries().all().stream()
                .flatMap(delivery -> delivery.lifeUntil(settled).stream()
                        .filter(Delivery.Step::isEvent)
                        .map(step -> delivery.id() + " " + step.metric()))
                .collect(Collectors.toSet());
        Map<JsonNode, ?> rows = run.topics().latest(run.connector + ".delivery_metrics");
        List<String> written = rows.keySet().stream()
                .map(key -> key.path("delivery_id").asText() + " "
                        + key.path("metric").asText())
                .toList();
        assertThat(written).containsAll(expected);
    }
}
