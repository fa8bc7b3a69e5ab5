package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.TopicConfig;
import io.cioconnect.table.Table;
import io.cioconnect.testing.FakeConnect;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks at what Kafka got in a {@link ModelRun}, and knows what may not be there. */
final class ModelJudge {
    private final String description;
    private final FakeConnect connect;
    private final Table table;
    private final String topic;
    private final Map<String, Integer> firstSeen = new HashMap<>();
    private final Set<String> orphans = new HashSet<>();

    /** Orphans that a pass listed again which failed before it wrote them. */
    private final Set<String> knownInMemory = new HashSet<>();

    private int orphaned;
    private int lastFlush;
    private int checkedLog;
    private int checkedDeletes;
    private Set<String> lastCompleteWalk = Set.of();

    ModelJudge(String description, FakeConnect connect, Table table, TopicConfig topics) {
        this.description = description;
        this.connect = connect;
        this.table = table;
        this.topic = topics.table(table.name());
    }

    /** Rows that a crash made the task forget. */
    int orphaned() {
        return orphaned;
    }

    /** All that is acknowledged is stored. */
    void flushed() {
        lastFlush = connect.acknowledged();
    }

    /** A pass is over, or was cut off. Nobody was deleted whom it listed, nor in a list of pages whom the complete pass before it listed. */
    void passed(Set<String> walk, boolean isComplete) {
        note();
        for (; checkedDeletes < connect.log().size(); checkedDeletes++) {
            FakeConnect.Written written = connect.log().get(checkedDeletes);
            if (written.isDelete() && !written.isLate()) {
                assertThat(walk).as(description).doesNotContain(written.key());
                if (table.isPaginated()) {
                    assertThat(lastCompleteWalk).as(description).doesNotContain(written.key());
                }
            }
        }
        if (isComplete) {
            lastCompleteWalk = walk;
        }
    }

    /** A worker that counted as dead wrote these. Rows that nobody knows are of the exception: what a crash made the task forget. */
    void late(List<FakeConnect.Written> written, Set<String> known) {
        note();
        for (FakeConnect.Written record : written) {
            if (record.topic().equals(topic) && !record.isDelete() && !known.contains(record.key())) {
                orphaned += orphans.add(record.key()) ? 1 : 0;
            }
        }
    }

    /** After a complete pass the task remembers what is in the topic, but for what a crash made it forget. */
    void remembered(Set<String> keys) {
        Set<String> unknown = unknown(keys);
        orphans.stream().filter(key -> !unknown.contains(key)).forEach(knownInMemory::add);
        orphans.retainAll(unknown);
        assertThat(unknown).as(description).isEqualTo(orphans);
    }

    /** A new task begins with these keys. Only in at-least-once mode may it not know some, and only what came after the last flush. */
    void crashed(Set<String> keys, boolean exactlyOnce) {
        for (String key : unknown(keys)) {
            if (orphans.add(key)) {
                orphaned++;
                if (knownInMemory.contains(key)) {
                    continue; // still the row that an earlier crash made the task forget
                }
                assertThat(exactlyOnce).as(description).isFalse();
                assertThat(firstSeen.get(key)).as(description).isGreaterThanOrEqualTo(lastFlush);
            }
        }
    }

    /** The folded topic holds these rows, and what a crash made the task forget. */
    void assertEquals(Map<String, String> rows) {
        Map<String, String> inTopic = new TreeMap<>();
        String content = table.key().get(0).name().equals("name") ? "value" : "name";
        connect.folded(topic).forEach((key, value) -> inTopic.put(key, value.getString(content)));
        inTopic.keySet().removeIf(key -> !rows.containsKey(key) && orphans.contains(key));
        assertThat(inTopic).as(description).isEqualTo(rows);
    }

    /** Writes down when each key that is in the topic came into it. */
    void note() {
        for (; checkedLog < connect.log().size(); checkedLog++) {
            FakeConnect.Written written = connect.log().get(checkedLog);
            if (written.topic().equals(topic)) {
                if (written.isDelete()) {
                    firstSeen.remove(written.key());
                } else if (orphans.contains(written.key()) || knownInMemory.remove(written.key())) {
                    firstSeen.put(written.key(), checkedLog); // forgotten by a crash, now seen for the first time again
                } else {
                    firstSeen.putIfAbsent(written.key(), checkedLog);
                }
            }
        }
    }

    private Set<String> unknown(Set<String> known) {
        Set<String> keys = new HashSet<>(connect.folded(topic).keySet());
        keys.removeAll(known);
        return keys;
    }
}
