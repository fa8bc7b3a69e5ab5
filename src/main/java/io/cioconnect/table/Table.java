package io.cioconnect.table;

import io.cioconnect.schema.Column;
import io.cioconnect.schema.RowSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table that is read from the App API and becomes a topic.
 *
 * @param name table name, also the end of the topic's name
 * @param group what selects it beside its name
 * @param source where its rows come from
 * @param key primary key, one to five columns
 * @param columns all documented columns besides the key; a new one is added at the end
 * @param use how it is selected, how often it is read, and whether rows vanish from it
 */
public record Table(String name, TableGroup group, Source source, List<Column> key, List<Column> columns, Use use) {
    private static final Duration PROBED_BEFORE = Duration.ofMinutes(1);
    private static final Duration PROBED_WINDOW = Duration.ofMinutes(1);

    /**
     * How a table is used unless the user says otherwise.
     *
     * @param byNameOnly no glob or group selects it, only its name: it is expensive or holds secrets
     * @param deletes false where a row that is no longer listed has not vanished, such as a day that left the window of a metric
     * @param interval start of one pass to start of the next; empty where {@code refresh.interval.ms} decides
     * @param secrecy what must not leave a row
     */
    public record Use(boolean byNameOnly, boolean deletes, Optional<Duration> interval, Secrecy secrecy) {
        static final Use ORDINARY = new Use(false, true, Optional.empty(), Secrecy.NONE);

        Use onlyByName() {
            return new Use(true, deletes, interval, secrecy);
        }

        Use withoutDeletes() {
            return new Use(byNameOnly, false, interval, secrecy);
        }

        Use every(Duration pause) {
            return new Use(byNameOnly, deletes, Optional.of(pause), secrecy);
        }

        Use with(Secrecy kept) {
            return new Use(byNameOnly, deletes, interval, kept);
        }
    }

    /** An ordinary table: any glob selects it, vanished rows are deleted. */
    public Table(String name, TableGroup group, Source source, List<Column> key, List<Column> columns) {
        this(name, group, source, key, columns, Use.ORDINARY);
    }

    public Table {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** True when a single pass may miss a row, because rows move between pages while they are read. */
    public boolean isPaginated() {
        return source instanceof Source.OneList list && list.pagination() instanceof Pagination.Cursor;
    }

    /** True for a table that is read by windows of time; every other is read from its first row to its last. */
    public boolean isReadByWindows() {
        return source instanceof Source.Windows;
    }

    /** A path whose answer tells whether the App API key may read this table. */
    public String probedPath() {
        if (source instanceof Source.OneList list) {
            return list.path();
        }
        if (source instanceof Source.Windows windows) {
            return windows.path();
        }
        return Tables.named(parents().get(0).table()).probedPath();
    }

    /** The query for {@link #probedPath}. What is read by windows is never asked for without bounds; this one is short and past. */
    public Map<String, String> probedQuery(Instant now) {
        if (!isReadByWindows()) {
            return Map.of();
        }
        Instant end = now.minus(PROBED_BEFORE);
        return Map.of(
                "start_ts",
                Long.toString(end.minus(PROBED_WINDOW).getEpochSecond()),
                "end_ts",
                Long.toString(end.getEpochSecond()),
                "limit",
                "1");
    }

    /** Of which tables each row is asked for; none where the table is one list. */
    public List<Parents> parents() {
        return source instanceof Source.PerParent children ? children.parents() : List.of();
    }

    /** The schema of this table's records in that topic. */
    public RowSchema rowSchema(String topic) {
        return new RowSchema(topic, key, Tables.metadataColumns(), columns);
    }
}
