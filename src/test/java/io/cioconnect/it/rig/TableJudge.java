package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.it.KeptFields;
import io.cioconnect.it.harness.TopicReader;
import io.cioconnect.it.harness.TopicRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** Judges the topics of polled tables at rest: C8, C9 and C10. One thread. */
final class TableJudge {
    /** Two passes of the lists of pages, one more for what was under way, and calls that end late. */
    private static final Duration PASSES = Duration.ofSeconds(60);

    /** Before a delete, when a pass takes long. */
    private static final Duration PASS = Duration.ofSeconds(90);

    /** Times as long, where times are not judged. */
    private static final int SLOWER = 5;

    private final Rig rig;
    private final List<Instant> kills;
    private final boolean judgesTimes;
    private final List<String> violations = new ArrayList<>();
    private int rightDeletes;
    private int explainedDeletes;
    private int wrongDeletes;
    private int wrongRows;
    private final Map<String, Integer> orphansOf = new HashMap<>();

    /** @param kills of workers */
    TableJudge(Rig rig, List<Instant> kills, boolean judgesTimes) {
        this.rig = rig;
        this.kills = kills;
        this.judgesTimes = judgesTimes;
    }

    List<String> judge() {
        judgeLists();
        rig.truths.forEach(this::judgeDeletes);
        judgeMessages();
        return List.copyOf(violations);
    }

    int rightDeletes() {
        return rightDeletes;
    }

    /** Deletes of rows that were listed, by two passes in a row that were shown none. */
    int explainedDeletes() {
        return explainedDeletes;
    }

    int wrongDeletes() {
        return wrongDeletes;
    }

    int wrongRows() {
        return wrongRows;
    }

    /** Rows that stay in a topic, and may. */
    int orphans() {
        return orphansOf.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** C8: at rest the topic, folded by key, equals what the API lists. */
    private void judgeLists() {
        for (Truth truth : rig.truths) {
            List<String> wrong = atRest(truth.table() + " equals the API", () -> differences(truth));
            wrongRows += wrong.size();
            wrong.forEach(row -> violations.add("C8: " + truth.table() + " " + row));
        }
    }

    private Duration patience(Duration ordinary) {
        return judgesTimes ? ordinary : ordinary.multipliedBy(SLOWER);
    }

    /** What is still wrong when it has not become less for that time: a day's worth of deliveries takes several windows. */
    private List<String> whenItBecomesNoLess(String what, Supplier<List<String>> wrong) {
        List<String> before = wrong.get();
        List<String> left = atRest(what, wrong);
        while (!left.isEmpty() && left.size() < before.size()) {
            before = left;
            left = atRest(what, wrong);
        }
        return left;
    }

    /** What is still wrong after the time that passes may need. */
    private List<String> atRest(String what, Supplier<List<String>> wrong) {
        try {
            await(what)
                    .atMost(rig.pauses.onTopOf(PASSES))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> wrong.get().isEmpty());
            return List.of();
        } catch (ConditionTimeoutException never) {
            return wrong.get();
        }
    }

    /** C10: none is missing at rest, none is deleted, no call goes beyond its bounds. */
    private void judgeMessages() {
        String topic = rig.connector + ".deliveries";
        List<String> missing =
                whenItBecomesNoLess("no delivery is missing", () -> rig.messages.missing(rig.topics.read(topic)));
        missing.forEach(id -> violations.add("C10: delivery " + id + " is missing"));
        rig.topics.read(topic).stream()
                .filter(TopicRecord::isTombstone)
                .forEach(record -> violations.add("C10: a delivery was deleted: " + keyOf(record)));
        rig.messages.outOfBounds().forEach(call -> violations.add("C10: " + call));
    }

    private List<String> differences(Truth truth) {
        Map<String, List<TopicRecord>> ofKey = rig.topics.read(rig.connector + "." + truth.table()).stream()
                .collect(Collectors.groupingBy(TableJudge::keyOf));
        Map<String, TopicRecord> folded = new HashMap<>();
        ofKey.forEach((key, records) -> TopicReader.fold(records).values().stream()
                .filter(record -> !record.value().path("_deleted").asBoolean())
                .forEach(record -> folded.put(key, record)));
        List<String> wrong = new ArrayList<>();
        Map<String, ObjectNode> rows = truth.rows().get();
        rows.forEach((key, row) -> {
            TopicRecord kept = folded.get(key);
            if (kept == null) {
                wrong.add(key + " is listed and not in the topic");
            } else {
                lost(row, kept.value()).forEach(field -> wrong.add(key + " " + field));
            }
        });
        List<String> unlisted =
                folded.keySet().stream().filter(key -> !rows.containsKey(key)).toList();
        List<String> stray = unlisted.stream()
                .filter(key -> rig.isExactlyOnce || !rig.orphans.mayStay(truth.table(), key, ofKey.get(key), kills))
                .toList();
        stray.forEach(key -> wrong.add(key + " is in the topic and not listed"));
        orphansOf.put(truth.table(), unlisted.size() - stray.size());
        return wrong;
    }

    private static List<String> lost(JsonNode row, JsonNode value) {
        try {
            return KeptFields.lost(row, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** C9: no delete of a row that was listed all the time. */
    private void judgeDeletes(Truth truth) {
        String table = truth.table();
        List<Instant> passes = rig.topics.read(rig.connector + ".refreshes").stream()
                .filter(marker -> marker.key().path("table").asText().equals(table))
                .map(marker -> Instant.ofEpochMilli(marker.timestamp()))
                .toList();
        for (TopicRecord record : rig.topics.read(rig.connector + "." + table)) {
            if (record.isTombstone() || record.value().path("_deleted").asBoolean()) {
                Instant deleted = Instant.ofEpochMilli(record.timestamp());
                if (rig.absences.isRight(table, keyOf(record), deleted, patience(PASS))) {
                    rightDeletes++;
                } else if (rig.emptyReplies.explain(truth.list(), deleted, passes)) {
                    explainedDeletes++;
                } else {
                    wrongDeletes++;
                    violations.add("C9: " + table + " " + keyOf(record) + " deleted at " + deleted
                            + " while the API listed it, offset " + record.offset());
                }
            }
        }
    }

    /** The parts of the key, joined as in {@link Truth}. */
    private static String keyOf(TopicRecord record) {
        return record.key().properties().stream()
                .map(part -> part.getValue().asText())
                .collect(Collectors.joining("/"));
    }
}
