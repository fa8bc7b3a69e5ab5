package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.ApiList;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * List tables, from the simulated App API to topics, on real workers: rows, changes, deletes, tasks, restarts. The API is in
 * {@link HarmlessMoods}.
 */
@ExtendWith(KafkaExtension.class)
final class FullRefreshIT {
    private static final String ADDED =
            "{\"id\":990001,\"name\":\"added\",\"state\":\"running\",\"tags\":\"nil\",\"actions\":[{\"id\":7}],\"unheard_of\":true}";

    @Test
    void allTablesEqualTheApiAtLeastOnce(SharedKafka kafka) throws IOException {
        allTablesEqualTheApi(kafka, kafka.worker(), 3, 3);
    }

    @Test
    void allTablesEqualTheApiExactlyOnceWithSupportRequired(SharedKafka kafka) throws IOException {
        allTablesEqualTheApi(kafka, kafka.exactlyOnceWorker(), 20, 10);
    }

    @Test
    void allTablesEqualTheApiOnThePreviousRelease(SharedKafka kafka) throws IOException {
        allTablesEqualTheApi(kafka, kafka.previousWorker(), 1, 1);
    }

    @Test
    void allTablesEqualTheApiOnAStandaloneWorker(SharedKafka kafka) throws IOException {
        try (ConnectWorker worker = kafka.newWorker(
                WorkerSettings.named(kafka.unique("standalone")).hurried().standalone())) {
            worker.start();
            allTablesEqualTheApi(kafka, worker, 1, 1);
        }
    }

    private static void allTablesEqualTheApi(SharedKafka kafka, ConnectWorker worker, int tasksMax, int tasks)
            throws IOException {
        try (RefreshRun run = run(kafka, worker, "tables")) {
            run.props().with("tasks.max", tasksMax);
            if (tasks == 10) {
                run.props().with("exactly.once.support", "required");
            }
            run.customerIo.list("broadcasts").put(ADDED);
            run.start();
            worker.rest().awaitRunning(run.connector, tasks);
            for (ApiList list : run.customerIo.lists().all()) {
                String table = list.name();
                run.awaitFirstPass(table);
                run.assertEqualsApi(table);
            }
            TopicRecord added = run.records("broadcasts").stream()
                    .filter(record -> record.key().path("id").asLong() == 990001)
                    .findFirst()
                    .orElseThrow();
            assertThat(added.value().path("_extra").asText()).isEqualTo("{\"unheard_of\":true}");
            assertThat(added.value().path("tags").asText()).isEqualTo("\"nil\"");
            assertThat(added.value().path("_deleted").asBoolean()).isFalse();
            assertThat(added.timestamp())
                    .isEqualTo(added.value().path("_synced_at").asLong());
            assertThat(run.records("object_types").get(0).key().path("id").isTextual())
                    .isTrue();
            assertThat(run.records("snippets").get(0).key().path("name").isTextual())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "changes"})
    void deletesInEachForm(String emit, SharedKafka kafka) throws IOException {
        Map<String, RefreshRun> runs = new LinkedHashMap<>();
        try {
            for (String deletes : List.of("tombstone", "flag", "both", "none")) {
                RefreshRun run = run(kafka, kafka.worker(), emit + "-" + deletes);
                runs.put(deletes, run);
                run.props()
                        .with("tables", "campaigns")
                        .with("refresh.emit", emit)
                        .with("refresh.deletes", deletes);
                run.start();
            }
            Map<String, Change> changes = new LinkedHashMap<>();
            runs.forEach((deletes, run) -> changes.put(deletes, change(run)));
            runs.forEach((deletes, run) -> deletesAppearAs(run, changes.get(deletes), emit, deletes));
        } finally {
            for (RefreshRun run : runs.values()) {
                run.close();
            }
        }
    }

    /**
     * One row went, another changed.
     *
     * @param before so many records were in the topic
     */
    private record Change(Instant at, String gone, String changed, int before) {}

    private static Change change(RefreshRun run) {
        run.awaitFirstPass("campaigns");
        String gone = run.customerIo.list("campaigns").ids().get(0);
        String changed = run.customerIo.list("campaigns").ids().get(1);
        int before = run.records("campaigns").size();
        run.customerIo.list("campaigns").remove(gone);
        run.customerIo.list("campaigns").change(changed, row -> row.put("name", "renamed"));
        return new Change(Instant.now(), gone, changed, before);
    }

    private static void deletesAppearAs(RefreshRun run, Change change, String emit, String deletes) {
        run.awaitPassesSince(change.at, "campaigns", 2);

        List<TopicRecord> records = run.records("campaigns");
        List<TopicRecord> ofGone = records.subList(change.before, records.size()).stream()
                .filter(record -> record.key().path("id").asText().equals(change.gone))
                .filter(record ->
                        record.isTombstone() || record.value().path("_deleted").asBoolean())
                .toList();
        List<String> forms = ofGone.stream()
                .map(record -> record.isTombstone() ? "tombstone" : "flag")
                .toList();
        assertThat(forms)
                .as("%s %s", emit, deletes)
                .isEqualTo(
                        switch (deletes) {
                            case "both" -> List.of("flag", "tombstone", "flag", "tombstone");
                            case "none" -> List.of();
                            default -> List.of(deletes, deletes); // by two passes
                        });
        ofGone.stream()
                .filter(TopicRecord::isTombstone)
                .forEach(tombstone ->
                        assertThat(tombstone.valueSchema().isNull()).isTrue());
        long ofChanged = records.stream()
                .filter(record -> record.key().path("id").asText().equals(change.changed))
                .count();
        if (emit.equals("changes")) {
            assertThat(ofChanged).as("a changed row is written once more").isEqualTo(2);
        } else {
            assertThat(ofChanged).isGreaterThan(2);
        }
    }

    @Test
    void anEmptyListHoldsItsDeletesUntilTheNextPassAgrees(SharedKafka kafka) throws IOException {
        try (RefreshRun run = run(kafka, kafka.worker(), "emptied")) {
            run.props().with("tables", "segments");
            run.start();
            run.awaitFirstPass("segments");
            int rows = run.customerIo.list("segments").size();
            run.customerIo.list("segments").clear();
            run.awaitPasses("segments", 3);

            List<JsonNode> passes = run.passes("segments");
            JsonNode held = passes.stream()
                    .filter(pass -> pass.path("deletes_held").asInt() > 0)
                    .findFirst()
                    .orElseThrow();
            JsonNode next = passes.get(passes.indexOf(held) + 1);
            assertThat(held.path("deletes_held").asInt()).isEqualTo(rows);
            assertThat(held.path("deleted").asInt()).isZero();
            assertThat(next.path("deleted").asInt()).isEqualTo(rows);
            assertThat(run.tombstones("segments")).as("by two passes").isEqualTo(2L * rows);
        }
    }

    @Test
    void aRestartPollsNothingThatIsNotDue(SharedKafka kafka) throws IOException {
        ConnectWorker worker = kafka.worker();
        try (RefreshRun run = run(kafka, worker, "restart")) {
            run.props()
                    .with("tables", "campaigns,segments,snippets")
                    .with("refresh.interval.ms", 3_600_000)
                    .with("refresh.interval.ms.campaigns", 1000);
            run.start();
            Stream.of("campaigns", "segments", "snippets").forEach(run::awaitFirstPass);
            Awaitility.await("the schedule is stored").until(() -> run.storedPasses() == 3);
            int segments = run.customerIo.requests().of("/v1/segments").size();
            int snippets = run.customerIo.requests().of("/v1/snippets").size();
            worker.rest().stop(run.connector);
            worker.rest().resume(run.connector);
            run.awaitPasses("campaigns", 2);

            assertThat(run.customerIo.requests().of("/v1/segments")).hasSize(segments);
            assertThat(run.customerIo.requests().of("/v1/snippets")).hasSize(snippets);

            worker.rest()
                    .put(
                            run.connector,
                            run.props().with("refresh.on.start", true).toMap());
            run.awaitPasses("segments", 1);
            assertThat(run.tombstones("segments")).isZero();
        }
    }

    @Test
    void offsetsAreShownRefusedAndReset(SharedKafka kafka) throws IOException {
        ConnectWorker worker = kafka.worker();
        try (RefreshRun run = run(kafka, worker, "offsets")) {
            run.props().with("tables", "segments").with("refresh.emit", "changes");
            run.start();
            run.awaitFirstPass("segments");
            run.awaitPasses("segments", 1);
            int written = run.records("segments").size();
            worker.rest().stop(run.connector);
            assertThat(run.storedPasses()).isEqualTo(1);
            JsonNode offsets = worker.rest().offsets(run.connector);
            assertThat(worker.rest().alterOffsets(run.connector, offsets).isSuccess())
                    .isTrue();

            JsonNode spoilt = offsets.deepCopy();
            spoilt.forEach(entry -> ((ObjectNode) entry.path("offset")).put("crc", 1));
            assertThat(worker.rest().alterOffsets(run.connector, spoilt).isSuccess())
                    .isFalse();

            String gone = run.customerIo.list("segments").ids().get(0);
            run.customerIo.list("segments").remove(gone);
            assertThat(worker.rest().resetOffsets(run.connector).isSuccess()).isTrue();
            worker.rest().resume(run.connector);
            run.awaitPasses("segments", 1);

            assertThat(run.records("segments")).as("every row once more").hasSize(2 * written - 1);
            assertThat(run.tombstones("segments"))
                    .as("what was forgotten is not deleted")
                    .isZero();
        }
    }

    private static RefreshRun run(SharedKafka kafka, ConnectWorker worker, String name) throws IOException {
        RefreshRun run = new RefreshRun(kafka, worker, name);
        HarmlessMoods.switchOn(run.customerIo);
        return run;
    }
}
