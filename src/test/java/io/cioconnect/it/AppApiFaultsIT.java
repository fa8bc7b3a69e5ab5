package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.ApiFaults;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.RequestLog;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.testing.WebhookClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Customer.io's App API does wrong while a connector runs on a real worker: nothing is deleted for it, and what is well again goes on. */
@ExtendWith(KafkaExtension.class)
final class AppApiFaultsIT {
    private static final boolean CHAOS = Boolean.getBoolean("chaos");
    private static final String KEY = "made-up-signing-key-0123456789abcdef";

    /** Nothing goes wrong here. */
    private static final String WITNESS = "transactional";

    /** Each of these fails a pass at its first answer. */
    private static final Set<String> AT_ONCE =
            Set.of("broadcasts", "campaigns", "newsletters", "object_types", "sender_identities");

    @Test
    void aWrongKeyFailsATaskThatOnlyPolls(SharedKafka kafka) throws IOException {
        ConnectWorker worker = kafka.worker();
        try (RefreshRun run = new RefreshRun(kafka, worker, "wrong-key")) {
            run.props().with("tables", "segments");
            run.start();
            run.awaitFirstPass("segments");
            String key = run.customerIo.apiKey();
            run.customerIo.setApiKey("made-up-other-app-api-key");

            assertThat(worker.rest().awaitTaskFailed(run.connector))
                    .contains("401", "app.api.key", "region")
                    .doesNotContain(key);

            run.customerIo.setApiKey(key);
            String gone = run.customerIo.list("segments").ids().get(0);
            run.customerIo.list("segments").remove(gone);
            worker.rest().restartTask(run.connector, 0);
            run.awaitPasses("segments", 1);
            run.assertEqualsApi("segments");
            assertThat(run.tombstones("segments")).as("by one or two passes").isBetween(1L, 2L);
        }
    }

    @Test
    void aWrongKeySuspendsTheTablesOfATaskThatReceives(SharedKafka kafka) throws IOException {
        ConnectWorker worker = kafka.worker();
        try (RefreshRun run = new RefreshRun(kafka, worker, "wrong-key-receiver")) {
            int port = FreePort.next();
            run.props()
                    .with("tables", "segments,email_events")
                    .with("webhook.listen.host", "localhost")
                    .with("webhook.listen.port", port)
                    .with("webhook.signing.keys", KEY);
            run.start();
            run.awaitFirstPass("segments");
            var client = new WebhookClient(URI.create("http://localhost:" + port + "/webhooks/" + run.connector), KEY);
            WebhookReady.await(client);
            String key = run.customerIo.apiKey();
            run.customerIo.setApiKey("made-up-other-app-api-key");
            long refused = run.customerIo.requests().countOf(401);
            Awaitility.await("the key is tried again and again")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> run.customerIo.requests().countOf(401) >= refused + 3);

            assertThat(client.deliver(new SampleEvents().get().body())).isEqualTo(200);
            worker.rest().awaitRunning(run.connector, 1);
            assertThat(run.said("refused the App API key (401)")).hasSize(1);

            run.customerIo.setApiKey(key);
            run.awaitPasses("segments", 1);
            assertThat(run.said("accepts the App API key again")).hasSize(1);
        }
    }

    @Test
    void aFailingTableStopsNoOtherAndLosesNoRow(SharedKafka kafka) throws IOException {
        ConnectWorker worker = kafka.worker();
        try (RefreshRun run = new RefreshRun(kafka, worker, "api-faults")) {
            run.props().with("tasks.max", 10);
            run.customerIo.list("newsletters").generate(450);
            run.customerIo.list("sender_identities").generate(450);
            run.start();
            Map<String, Fault> faults = faults();
            faults.keySet().forEach(run::awaitFirstPass);
            run.awaitFirstPass(WITNESS);

            faults.forEach((table, fault) -> fail(run, table, fault));
            run.awaitPasses(WITNESS, 2); // a pass that was under way before may still end
            Map<String, Integer> passes = passes(run, faults.keySet());
            run.customerIo.requests().clear();
            faults.keySet().forEach(table -> {
                String gone = run.customerIo.list(table).ids().get(0);
                run.customerIo.list(table).remove(gone);
            });
            AT_ONCE.forEach(table -> Awaitility.await("more passes of " + table + " fail")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> run.customerIo.requests().of("/v1/" + table).size() >= 3));
            run.awaitPasses(WITNESS, 2);

            assertThat(passes(run, faults.keySet())).as("complete passes").isEqualTo(passes);
            faults.keySet()
                    .forEach(
                            table -> assertThat(run.tombstones(table)).as(table).isZero());
            AT_ONCE.forEach(table -> assertThat(run.said("Table " + table + ": the pass failed"))
                    .as(table)
                    .hasSize(1));
            worker.rest().awaitRunning(run.connector, 10);

            run.customerIo.faults().clear();
            for (String table : faults.keySet()) {
                Awaitility.await("the row that is gone from " + table + " is deleted")
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> run.tombstones(table) >= 1);
                run.assertEqualsApi(table);
            }
        }
    }

    private static Map<String, Fault> faults() {
        return new TreeMap<>(Map.of(
                "broadcasts", Fault.status(403),
                "campaigns", Fault.status(404),
                "collections", Fault.html(200),
                "newsletters", Fault.cursorLoop(4),
                "object_types", Fault.missingArrayKey(),
                "segments", Fault.rateLimited(1),
                "sender_identities", Fault.status(404),
                "snippets", Fault.truncated(),
                "subscription_topics", Fault.status(500)));
    }

    private static void fail(RefreshRun run, String table, Fault fault) {
        ApiFaults script = run.customerIo.faults();
        if (table.equals("sender_identities")) {
            script.onPage(3, Integer.MAX_VALUE, "/v1/" + table, fault);
        } else {
            script.always("/v1/" + table, fault);
        }
    }

    @Test
    void aUsedUpQuotaMakesAllTasksWait(SharedKafka kafka) throws IOException {
        ConnectWorker worker = kafka.worker();
        try (RefreshRun run = new RefreshRun(kafka, worker, "quota")) {
            run.props().with("tables", "segments,snippets").with("tasks.max", 2);
            run.start();
            run.awaitFirstPass("segments");
            run.awaitFirstPass("snippets");
            run.customerIo.faults().times(1, "/v1/segments", Fault.quotaExceeded());
            Awaitility.await("the quota is used up")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> run.customerIo.requests().countOf(429) == 1);
            int complete = run.passes("segments").size();
            Instant refused = lastRequest(run, "segments");
            Awaitility.await("the list is asked for again")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> lastRequest(run, "segments").isAfter(refused));
            Instant again = lastRequest(run, "segments");

            // the quota is the workspace's, so the other task of this worker waits as well
            Duration pause = WorkerSettings.QUOTA_PAUSE;
            assertThat(Duration.between(refused, again)).isGreaterThan(pause.minusSeconds(1));
            assertThat(run.customerIo.requests().of("/v1/snippets"))
                    .noneMatch(request -> request.at().isAfter(refused.plusSeconds(3))
                            && request.at().isBefore(refused.plus(pause).minusSeconds(1)));
            run.awaitPasses("snippets", 1);
            assertThat(run.passes("segments")).hasSizeGreaterThanOrEqualTo(complete);
            assertThat(run.said("all calls wait " + pause.toSeconds() + " s")).hasSize(1);
            if (CHAOS) {
                run.awaitPasses("segments", 1);
                run.assertEqualsApi("segments");
            }
        }
    }

    private static Instant lastRequest(RefreshRun run, String table) {
        return run.customerIo.requests().of("/v1/" + table).stream()
                .map(RequestLog.Entry::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Map<String, Integer> passes(RefreshRun run, Set<String> tables) {
        Map<String, Integer> passes = new TreeMap<>();
        tables.forEach(table -> passes.put(table, run.passes(table).size()));
        return passes;
    }
}
