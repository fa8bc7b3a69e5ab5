package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Mood;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * On a real worker: settings that change between two passes, rows that cannot be stored, and pages that lead nowhere. The API is in
 * {@link HarmlessMoods}.
 */
@ExtendWith(KafkaExtension.class)
final class ListFaultsIT {
    private static final String GOOD = "{\"id\":1}, {\"id\":2}, {\"id\":3}";

    private final SharedKafka kafka;
    private final ConnectWorker worker;

    ListFaultsIT(SharedKafka kafka) {
        this.kafka = kafka;
        this.worker = kafka.worker();
    }

    @Test
    void aRowThatWentWhileTheUrlChangedIsDeleted() throws IOException {
        try (RefreshRun run = run("other-url")) {
            run.props().with("tables", "segments");
            run.start();
            run.awaitFirstPass("segments");
            Awaitility.await("the keys are stored").until(() -> run.storedPasses() == 1);
            worker.rest().stop(run.connector);
            String gone = run.customerIo.list("segments").ids().get(0);
            run.customerIo.list("segments").remove(gone);

            run.props().with("app.api.url", run.customerIo.urlFrom("127.0.0.1"));
            run.start();
            worker.rest().resume(run.connector);
            run.awaitPasses("segments", 1);

            assertThat(run.tombstones("segments")).isPositive();
            run.assertEqualsApi("segments");
        }
    }

    @Test
    void whatWentWhileNothingWasDeletedIsDeletedWhenItMayBe() throws IOException {
        try (RefreshRun run = run("deletes-later")) {
            run.props().with("tables", "campaigns").with("refresh.deletes", "none");
            run.customerIo.list("campaigns").generate(400);
            run.start();
            run.awaitFirstPass("campaigns");
            List<String> ids = run.customerIo.list("campaigns").ids();
            run.customerIo.list("campaigns").removeAll(ids.subList(0, 100));
            run.awaitPasses("campaigns", 2);
            assertThat(run.tombstones("campaigns")).isZero();

            run.props().with("refresh.deletes", "tombstone");
            run.start();
            Awaitility.await("what went long ago is deleted").until(() -> run.tombstones("campaigns") >= 100);
            run.assertEqualsApi("campaigns");
        }
    }

    /** Connect keeps the offsets of a connector that was deleted, so its namesake knows the rows, and no pass is due. */
    @Test
    void aConnectorThatIsMadeAgainSaysWhatItRemembersAndHowToForgetIt() throws Exception {
        try (RefreshRun run = run("made-again")) {
            run.props().with("tables", "segments").with("refresh.interval.ms", 3_600_000);
            run.start();
            run.awaitFirstPass("segments");
            run.awaitSaid("segments (0 keys, last pass never, next in 0 s)");
            Awaitility.await("the pass is stored").until(() -> run.storedPasses() == 1);
            int rows = run.customerIo.list("segments").size();
            worker.rest().delete(run.connector);
            try (Admin admin = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.broker().bootstrapServers()))) {
                admin.deleteTopics(kafka.topics().names(run.connector)).all().get();
            }

            run.start();
            run.awaitSaid("segments (" + rows + " keys, last pass ");
            assertThat(run.said("segments (" + rows + " keys"))
                    .singleElement()
                    .asString()
                    .contains("next in 35", "call DELETE /connectors/<name>/offsets");
            worker.rest().stop(run.connector);
            assertThat(worker.rest().resetOffsets(run.connector).isSuccess()).isTrue();
            worker.rest().resume(run.connector);
            Awaitility.await("every row is written again")
                    .until(() -> kafka.topics().names(run.connector).contains(run.connector + ".refreshes")
                            && !run.passes("segments").isEmpty());
            run.assertEqualsApi("segments");
        }
    }

    /** More keys than were once remembered. */
    @Test
    void aLargeListMayShrink() throws IOException {
        try (RefreshRun run = run("shrinks")) {
            run.props()
                    .with("tables", "segments")
                    .with("refresh.emit", "changes")
                    .with("producer.override.compression.type", "lz4");
            generate(run, 100_001);
            run.start();
            run.awaitFirstPass("segments");
            assertThat(run.passes("segments").get(0).path("rows").asInt()).isEqualTo(100_001);
            generate(run, 60_000);

            Awaitility.await("a pass deletes what went")
                    .until(() -> run.passes("segments").stream()
                            .anyMatch(pass -> pass.path("deleted").asInt() == 40_001));
        }
    }

    private static void generate(RefreshRun run, int rows) {
        run.customerIo
                .list("segments")
                .generate(rows, id -> JsonNodeFactory.instance.objectNode().put("id", id));
    }

    @Test
    void rowsThatCannotBeStoredGoToQuarantineAndThePassGoesOn() throws IOException {
        try (RefreshRun run = run("odd-rows")) {
            run.props().with("tables", "segments");
            run.customerIo.faults().always("/v1/segments", segments(GOOD + """
                    , null,
                    {"id":null,"name":"none"}, {"id":1.5,"name":"a fraction"}, {"id":9223372036854775808,"name":"2^63"},
                    {"id":4,"name":"half \\ud83d"}, {"id":5,"description":"%s"}
                    """.formatted("x".repeat(950_000))));
            run.start();
            run.awaitFirstPass("segments");
            run.awaitPasses("segments", 2);

            JsonNode pass = run.passes("segments").get(0);
            assertThat(pass.path("rows").asInt()).isEqualTo(3);
            assertThat(pass.path("quarantined").asInt()).isEqualTo(5);
            assertThat(run.records("quarantine"))
                    .as("once each")
                    .extracting(TopicRecord::value)
                    .extracting(letter -> letter.path("object_type").asText() + " "
                            + letter.path("reason").asText())
                    .containsExactlyInAnyOrder(
                            "segments row_without_key",
                            "segments row_without_key",
                            "segments row_without_key",
                            "segments row_unstorable",
                            "segments row_too_large");
            assertThat(run.said("cannot be stored")).singleElement().asString().contains("WARN", "segments", "row 4");
            worker.rest().awaitRunning(run.connector, 1);

            // A row without a key may be any of the known ones, so nothing is deleted while it is listed.
            run.customerIo.faults().clear();
            run.customerIo.faults().always("/v1/segments", segments("{\"id\":1}, {\"id\":2}, {\"id\":1.5}"));
            run.awaitPasses("segments", 1);
            assertThat(run.tombstones("segments")).isZero();
            run.customerIo.faults().clear();
            run.customerIo.faults().always("/v1/segments", segments("{\"id\":1}, {\"id\":2}"));
            run.awaitPasses("segments", 1);
            assertThat(run.topics().latest(run.connector + ".segments").keySet())
                    .extracting(key -> key.path("id").asInt())
                    .containsExactlyInAnyOrder(1, 2);
        }
    }

    private static Fault segments(String rows) {
        return new Fault.Answer(200, "application/json", Map.of(), "{\"segments\":[" + rows + "]}");
    }

    @ParameterizedTest
    @CsvSource({"CURSOR_REPEATS, form a loop", "NOTHING_NEW, do not end"})
    void pagesThatLeadNowhereFailThePassAndStopNoOtherTable(Mood mood, String reason) throws IOException {
        try (RefreshRun run = run("nowhere")) {
            run.props().with("tables", "newsletters,segments");
            run.customerIo.list("newsletters").generate(250);
            run.start();
            run.awaitFirstPass("newsletters");
            run.customerIo.moods().on(mood);
            run.awaitSaid(reason);
            int complete = run.passes("newsletters").size();
            run.customerIo
                    .list("newsletters")
                    .remove(run.customerIo.list("newsletters").ids().get(0));
            int called = run.customerIo.requests().of("/v1/newsletters").size();
            Awaitility.await("more passes fail")
                    .until(() -> run.customerIo.requests().of("/v1/newsletters").size() > called + 8);
            run.awaitPasses("segments", 1);

            assertThat(run.passes("newsletters")).hasSize(complete);
            assertThat(run.tombstones("newsletters")).isZero();
            assertThat(run.said(reason)).singleElement().asString().contains("WARN", "newsletters");

            run.customerIo.moods().clear();
            Awaitility.await("the row that went is deleted").until(() -> run.tombstones("newsletters") >= 1);
            run.assertEqualsApi("newsletters");
        }
    }

    private RefreshRun run(String name) throws IOException {
        RefreshRun run = new RefreshRun(kafka, worker, name);
        HarmlessMoods.switchOn(run.customerIo);
        return run;
    }
}
