package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.it.harness.TopicTail;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.CustomerIoSimulator.ServedPage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A list table that is changed, polled and killed all the time: its topic is folded as it grows, and each delete is compared with what the API
 * had listed. The topic's timestamps have to be those of the broker. Pages are noted by any thread, the rest belongs to one thread.
 */
final class JudgedTable {
    private final RefreshRun run;
    private final ApiList list;
    private final boolean isPaginated;
    private final TopicTail topic;
    private final NavigableMap<Instant, Set<String>> walks = new TreeMap<>();
    private final Map<String, TopicRecord> folded = new HashMap<>();
    private final Map<String, Instant> firstSeen = new HashMap<>();
    private final Set<String> orphans = new HashSet<>();
    private List<JsonNode> passes = List.of();

    int records;
    int deletes;
    int orphaned;

    JudgedTable(RefreshRun run, String table, boolean isPaginated) {
        this.run = run;
        this.list = run.customerIo.list(table);
        this.isPaginated = isPaginated;
        this.topic = new TopicTail(run.topics(), run.connector + "." + table);
    }

    void served(ServedPage page) {
        if (page.table().equals(list.name())) {
            synchronized (walks) {
                if (page.number() == 1) {
                    walks.put(page.at(), new HashSet<>());
                }
                walks.lastEntry().getValue().addAll(page.ids());
            }
        }
    }

    /** Judges what was written since the last call, and returns how many records that was. */
    int readOn() {
        List<TopicRecord> more = topic.more();
        passes = run.passes(list.name());
        for (TopicRecord record : more) {
            String key = keyOf(record);
            Instant appended = Instant.ofEpochMilli(record.timestamp());
            if (orphans.remove(key)) {
                firstSeen.remove(key); // forgotten by a crash, now seen for the first time again
            }
            if (record.isTombstone()) {
                assertWasMissing(key, appended);
                folded.remove(key);
                firstSeen.remove(key);
                deletes++;
            } else {
                folded.put(key, record);
                firstSeen.putIfAbsent(key, appended);
            }
        }
        records += more.size();
        return more.size();
    }

    int passes() {
        return passes.size();
    }

    /** A walk has begun whose marker is not there. */
    boolean isUnderWay() {
        synchronized (walks) {
            if (walks.isEmpty() || passes.isEmpty()) {
                return !walks.isEmpty();
            }
            return !walks.lastKey().equals(walks.ceilingKey(startOf(passes.size() - 1)));
        }
    }

    /**
     * The folded topic holds the rows of the list and nothing else, but for the documented exception: in at-least-once mode a row that was
     * first seen less than one flush of the offsets before a kill, and not listed any more after it.
     */
    void assertEqualsApi(List<Kill> kills) throws IOException {
        readOn();
        Map<String, ObjectNode> listed = new HashMap<>();
        list.rows().forEach(row -> listed.put(row.path(list.idField()).asText(), row));
        for (String key : folded.keySet()) {
            if (!listed.containsKey(key) && !orphans.contains(key)) {
                assertThat(kills)
                        .as(
                                "%s %s is not listed any more but still there, first written at %s",
                                list.name(), key, firstSeen.get(key))
                        .anyMatch(kill -> isOrphanOf(kill, key));
                orphans.add(key);
                orphaned++;
            }
        }
        assertThat(folded.keySet()).as(list.name()).containsAll(listed.keySet());
        for (Map.Entry<String, ObjectNode> row : listed.entrySet()) {
            assertThat(KeptFields.lost(row.getValue(), folded.get(row.getKey()).value()))
                    .as("%s %s", list.name(), row.getKey())
                    .isEmpty();
        }
    }

    private boolean isOrphanOf(Kill kill, String key) {
        Instant seen = firstSeen.get(key);
        synchronized (walks) {
            return kill.canLoseOffsets()
                    && seen.isAfter(kill.lastFlushButOne())
                    && seen.isBefore(kill.at())
                    && walks.tailMap(kill.at()).values().stream().noneMatch(walk -> walk.contains(key));
        }
    }

    /** The walk before this delete did not list the row; in a list of pages, the last complete walk before that did not either. */
    private void assertWasMissing(String key, Instant deleted) {
        synchronized (walks) {
            Map.Entry<Instant, Set<String>> walk = walks.lowerEntry(deleted);
            assertThat(walk.getValue())
                    .as("%s deleted at %s", list.name(), deleted)
                    .doesNotContain(key);
            if (isPaginated) {
                List<Instant> complete = new ArrayList<>();
                for (int pass = 0; pass < passes.size(); pass++) {
                    complete.add(walks.ceilingKey(startOf(pass)));
                }
                complete.removeIf(start -> !start.isBefore(walk.getKey()));
                Instant before = complete.get(complete.size() - 1);
                assertThat(walks.get(before))
                        .as("%s deleted at %s", list.name(), deleted)
                        .doesNotContain(key);
            }
        }
    }

    private Instant startOf(int pass) {
        return Instant.ofEpochMilli(passes.get(pass).path("started_at").asLong());
    }

    private static String keyOf(TopicRecord record) {
        return record.key().properties().iterator().next().getValue().asText();
    }

    /**
     * A kill of the worker.
     *
     * @param lastFlushButOne what was first written before it is stored
     */
    record Kill(Instant at, boolean canLoseOffsets, Instant lastFlushButOne) {}
}
