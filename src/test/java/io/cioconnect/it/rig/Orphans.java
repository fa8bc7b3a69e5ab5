package io.cioconnect.it.rig;

import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.simulator.CustomerIoSimulator.ServedPage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The one exception to C8 that is documented, at least once only: a row stays in the topic if it was first written less than one offset flush before
 * a kill, and was gone before the next pass. Flushes are those that Kafka has; a pass asks for a page. Thread-safe.
 */
final class Orphans {
    /** What is stored in one flush has about one time. */
    private static final Duration ONE_FLUSH = Duration.ofMillis(300);

    /** The last flush may have been under way already when the row was written. */
    private static final int MOST_FLUSHES = 1;

    private final Function<String, List<Instant>> offsetsStored;
    private final Map<String, Map<String, Instant>> lastListed = new HashMap<>(); // guarded by this

    /** @param offsetsStored when Kafka took offsets of a table, in any order */
    Orphans(Function<String, List<Instant>> offsetsStored) {
        this.offsetsStored = offsetsStored;
    }

    synchronized void served(ServedPage page) {
        Map<String, Instant> ofTable = lastListed.computeIfAbsent(page.table(), table -> new HashMap<>());
        page.ids().forEach(id -> ofTable.put(id, page.at()));
    }

    /**
     * Whether a row that the API does not list may be in the topic.
     *
     * @param records of the key, oldest first
     * @param kills of workers
     */
    boolean mayStay(String table, String key, List<TopicRecord> records, List<Instant> kills) {
        Instant written = firstWritten(records);
        return kills.stream()
                .filter(kill -> kill.isAfter(written))
                .filter(kill -> lastListed(table, key).isBefore(kill))
                .anyMatch(kill -> flushes(table, written, kill) <= MOST_FLUSHES);
    }

    /** Since its last delete. */
    private static Instant firstWritten(List<TopicRecord> records) {
        Instant first = Instant.MAX;
        for (TopicRecord record : records) {
            boolean isDelete =
                    record.isTombstone() || record.value().path("_deleted").asBoolean();
            if (isDelete) {
                first = Instant.MAX;
            } else if (first.equals(Instant.MAX)) {
                first = Instant.ofEpochMilli(record.timestamp());
            }
        }
        return first;
    }

    private synchronized Instant lastListed(String table, String key) {
        if (!table.equals(Rig.CHILDREN.table())) {
            return lastListed.getOrDefault(table, Map.of()).getOrDefault(key, Instant.EPOCH);
        }
        String[] parts = key.split("/", 2);
        String parent = Rig.CHILDREN.parents() + "/" + parts[0] + "/";
        return lastListed.entrySet().stream()
                .filter(page -> page.getKey().startsWith(parent))
                .map(page -> page.getValue().getOrDefault(parts[1], Instant.EPOCH))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** How often Kafka took offsets of the table in this time. */
    private int flushes(String table, Instant from, Instant to) {
        List<Instant> stored = offsetsStored.apply(table).stream()
                .filter(at -> at.isAfter(from) && at.isBefore(to))
                .sorted()
                .toList();
        int flushes = 0;
        Instant last = Instant.EPOCH;
        for (Instant at : stored) {
            flushes += Duration.between(last, at).compareTo(ONE_FLUSH) > 0 ? 1 : 0;
            last = at;
        }
        return flushes;
    }
}
