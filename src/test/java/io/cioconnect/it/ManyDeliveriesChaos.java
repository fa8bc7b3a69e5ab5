package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.Attempt;
import io.cioconnect.simulator.Delivery;
import io.cioconnect.simulator.RequestLog;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.SenderRules;
import io.cioconnect.simulator.SteadyLoad;
import io.cioconnect.simulator.WebhookSender;
import io.cioconnect.testing.WebhookClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A month of 100,000 deliveries, read once and read again, by a task that receives events and reads a list meanwhile. Prints what it took. */
@ExtendWith(KafkaExtension.class)
final class ManyDeliveriesChaos {
    private static final int DELIVERIES = 100_000;
    private static final int MORE = 2_000;
    private static final int PER_CALL = 1_000;
    private static final int EVENTS_PER_SECOND = 20;
    private static final Duration LIST_INTERVAL = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofHours(24);
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Pattern END = Pattern.compile("end_ts=(\\d+)");
    private static final String KEY = "made-up-signing-key-0123456789abcdef";

    @Test
    void takesTheCallsAndRecordsItMust(SharedKafka kafka) throws Exception {
        int jmx = FreePort.next();
        WorkerSettings settings = WorkerVitals.visible(WorkerSettings.named(kafka.unique("many-deliveries")), jmx);
        try (ConnectWorker worker = kafka.newWorker(settings)) {
            worker.start();
            try (RefreshRun run = new RefreshRun(kafka, worker, "many-deliveries");
                    ObservedHeap heap = new ObservedHeap(jmx)) {
                Instant now = Instant.now();
                run.customerIo
                        .deliveries()
                        .create(DELIVERIES, now.minus(Duration.ofDays(30)).plusSeconds(900), now.minusSeconds(120));
                URI receiver = start(run, worker);
                try (WebhookSender sender = new WebhookSender(receiver, KEY, SenderRules.shortened())) {
                    SteadyLoad load = sender.load(EVENTS_PER_SECOND, Integer.MAX_VALUE, new SampleEvents());
                    heap.until("the first read", PATIENCE, () -> rows(run, 0) == DELIVERIES);
                    List<JsonNode> first = run.passes("deliveries");
                    assertFirstRead(run, first);
                    assertStatus(run);
                    long before = run.count("deliveries").rows();
                    Instant end = rescan(run, worker, heap);
                    load.close();
                    assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
                    worker.rest().stop(run.connector);
                    Instant began =
                            Instant.ofEpochMilli(first.get(0).path("started_at").asLong());
                    assertRescan(run, run.count("deliveries").rows() - before, began, end);
                    assertAnsweredInTime(sender.attempts());
                }
                assertListInTime(run);
                System.out.println(heap);
                heap.assertFlat(16);
            }
        }
    }

    /** One task for all of it. */
    private static URI start(RefreshRun run, ConnectWorker worker) {
        int port = FreePort.next();
        int healthPort = FreePort.next();
        run.props()
                .with("tables", "segments,@events,@deliveries")
                .with("refresh.interval.ms", LIST_INTERVAL.toMillis())
                .with("app.api.requests.per.second", 10)
                .with("deliveries.rescan", "30d/24h")
                .with("webhook.listen.host", "localhost")
                .with("webhook.listen.port", port)
                .with("webhook.health.port", healthPort)
                .with("webhook.signing.keys", KEY);
        run.start();
        worker.rest().awaitRunning(run.connector, 1);
        URI receiver = URI.create("http://localhost:" + port + "/webhooks/" + run.connector);
        URI health = URI.create("http://localhost:" + healthPort + receiver.getPath());
        WebhookReady.await(new WebhookClient(health, KEY));
        return receiver;
    }

    private static void assertFirstRead(RefreshRun run, List<JsonNode> markers) {
        int calls = calls(run).size();
        long written = run.count("deliveries").rows();
        long seconds = (markers.get(markers.size() - 1).path("finished_at").asLong()
                        - markers.get(0).path("started_at").asLong())
                / 1_000;
        System.out.printf(
                "first read: %d deliveries, %d calls, %d records, %d of metrics, %d windows, %d s%n",
                DELIVERIES, calls, written, run.count("delivery_metrics").rows(), markers.size(), seconds);
        assertThat(calls).isLessThanOrEqualTo(DELIVERIES / PER_CALL * 11 / 10);
        assertThat(written).isLessThanOrEqualTo(DELIVERIES * 105L / 100);
    }

    private static void assertStatus(RefreshRun run) {
        String port = run.props().toMap().get("webhook.health.port");
        HttpClient http = HttpClient.newHttpClient();
        await("the status tells it").atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/status"))
                    .header("Accept", "application/json")
                    .build();
            String status =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            JsonNode deliveries =
                    new ObjectMapper().readTree(status).path(run.connector).path("deliveries");
            assertThat(deliveries.at("/tables/deliveries/rows").asInt()).isEqualTo(DELIVERIES);
            assertThat(deliveries.at("/first_read/last_started_at").isTextual()).isTrue();
            assertThat(deliveries.path("first_read").has("underway")).isFalse();
        });
    }

    private static Instant rescan(RefreshRun run, ConnectWorker worker, ObservedHeap heap) {
        Instant now = Instant.now();
        run.customerIo.deliveries().create(MORE, now.minusSeconds(110), now.minusSeconds(70));
        run.customerIo.requests().clear();
        run.props().with("deliveries.rescan", "30d/2m");
        run.start(); // with this interval, the same age is due soon
        worker.rest().awaitRunning(run.connector, 1);
        heap.until("a rescan", PATIENCE, () -> rows(run, DELIVERIES) >= DELIVERIES);
        return Instant.now();
    }

    private static void assertRescan(RefreshRun run, long written, Instant firstBegan, Instant end) {
        List<RequestLog.Entry> calls = calls(run);
        long until = end(calls.get(0));
        long ofTheRescan = calls.stream().filter(call -> end(call) <= until).count();
        long newer = newerThan(run, firstBegan.minus(MARGIN), end);
        System.out.printf(
                "rescan: %d deliveries, %d calls, %d records; new or changed: %d since 24 hours before the first read, %d since it began%n",
                DELIVERIES + MORE, ofTheRescan, written, newer, newerThan(run, firstBegan, end));
        assertThat(ofTheRescan).isLessThanOrEqualTo((DELIVERIES + MORE) / PER_CALL * 11 / 10);
        assertThat(written).isLessThanOrEqualTo(newer * 105 / 100);
    }

    /** Without the one of validation. */
    private static List<RequestLog.Entry> calls(RefreshRun run) {
        return run.customerIo.requests().of("/v1/messages").stream()
                .filter(call -> call.query().contains("limit=" + PER_CALL))
                .toList();
    }

    private static long end(RequestLog.Entry call) {
        Matcher end = END.matcher(call.query());
        assertThat(end.find()).isTrue();
        return Long.parseLong(end.group(1));
    }

    /** What complete windows listed, without the first so many. */
    private static long rows(RefreshRun run, long without) {
        return run.passes("deliveries").stream()
                        .mapToLong(marker -> marker.path("rows").asLong())
                        .sum()
                - without;
    }

    private static long newerThan(RefreshRun run, Instant time, Instant end) {
        return run.customerIo.deliveries().all().stream()
                .filter(delivery -> delivery.created().isAfter(time)
                        || delivery.lifeUntil(end).stream()
                                .map(Delivery.Step::at)
                                .anyMatch(at -> at.isAfter(time)))
                .count();
    }

    private static void assertAnsweredInTime(List<Attempt> attempts) {
        List<Long> millis = attempts.stream()
                .map(attempt ->
                        Duration.between(attempt.started(), attempt.ended()).toMillis())
                .sorted()
                .toList();
        long told503 =
                attempts.stream().filter(attempt -> attempt.status() == 503).count();
        System.out.printf(
                "events: %d answers, %d of them 503, 99 %% within %d ms, the longest %d ms%n",
                millis.size(), told503, millis.get(millis.size() * 99 / 100), millis.get(millis.size() - 1));
        // while the task is configured anew, a few are told to come again
        assertThat(attempts.stream().filter(attempt -> attempt.status() != 503)).allMatch(Attempt::isConfirmed);
    }

    private static void assertListInTime(RefreshRun run) {
        List<Long> starts = run.passes("segments").stream()
                .map(marker -> marker.path("started_at").asLong())
                .toList();
        long longest = 0;
        for (int i = 1; i < starts.size(); i++) {
            longest = Math.max(longest, starts.get(i) - starts.get(i - 1));
        }
        System.out.printf("list: %d passes, the longest from start to start %d ms%n", starts.size(), longest);
        assertThat(longest).isLessThan(LIST_INTERVAL.multipliedBy(3).toMillis());
    }
}
