package io.cioconnect.sync;

import io.cioconnect.schema.SchemaName;
import java.time.Instant;
import java.util.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * One complete pass over a polled table, or one complete window of it, as the topic of refreshes tells it.
 *
 * @param rows rows that the API listed
 * @param changed new and changed rows among them
 * @param deleted keys whose delete was written
 * @param deletesDeferred keys whose delete is put off to the next complete pass
 * @param quarantined rows that could not be stored
 * @param parentsFailed parents whose rows could not be read, null for a table without parents
 * @param windowStart first second that was read, null for a full refresh
 * @param windowEnd last second that was read, null for a full refresh
 */
public record PassMarker(
        String table,
        Instant startedAt,
        Instant finishedAt,
        long rows,
        long changed,
        long deleted,
        long deletesDeferred,
        long pages,
        long quarantined,
        @Nullable Long parentsFailed,
        @Nullable Instant windowStart,
        @Nullable Instant windowEnd) {

    /** Of a complete pass over a whole table. */
    public static PassMarker ofPass(
            String table,
            Instant startedAt,
            Instant finishedAt,
            long rows,
            long changed,
            long deleted,
            long deletesDeferred,
            long pages,
            long quarantined,
            @Nullable Long parentsFailed) {
        return new PassMarker(
                table,
                startedAt,
                finishedAt,
                rows,
                changed,
                deleted,
                deletesDeferred,
                pages,
                quarantined,
                parentsFailed,
                null,
                null);
    }

    /** Of a complete window, of which nothing is ever deleted. */
    public static PassMarker ofWindow(
            String table,
            Instant startedAt,
            Instant finishedAt,
            long rows,
            long changed,
            long pages,
            long quarantined,
            Instant windowStart,
            Instant windowEnd) {
        return new PassMarker(
                table, startedAt, finishedAt, rows, changed, 0, 0, pages, quarantined, null, windowStart, windowEnd);
    }

    /** Key and value schema of the topic of refreshes. */
    public record Schemas(Schema key, Schema value) {
        public static Schemas of(String topic) {
            Schema key = SchemaBuilder.struct()
                    .name(SchemaName.of(topic) + ".Key")
                    .field("table", Schema.STRING_SCHEMA)
                    .build();
            Schema value = SchemaBuilder.struct()
                    .name(SchemaName.of(topic) + ".Value")
                    .field("table", Schema.STRING_SCHEMA)
                    .field("started_at", Timestamp.builder().optional().build())
                    .field("finished_at", Timestamp.builder().optional().build())
                    .field("rows", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("changed", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("deleted", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("deletes_held", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("pages", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("quarantined", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("parents_failed", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("window_start", Timestamp.builder().optional().build())
                    .field("window_end", Timestamp.builder().optional().build())
                    .build();
            return new Schemas(key, value);
        }
    }

    public Struct key(Schemas schemas) {
        return new Struct(schemas.key).put("table", table);
    }

    public Struct value(Schemas schemas) {
        return new Struct(schemas.value)
                .put("table", table)
                .put("started_at", Date.from(startedAt))
                .put("finished_at", Date.from(finishedAt))
                .put("rows", rows)
                .put("changed", changed)
                .put("deleted", deleted)
                .put("deletes_held", deletesDeferred)
                .put("pages", pages)
                .put("quarantined", quarantined)
                .put("parents_failed", parentsFailed)
                .put("window_start", windowStart == null ? null : Date.from(windowStart))
                .put("window_end", windowEnd == null ? null : Date.from(windowEnd));
    }

    /** Something was changed, deleted, deferred or left out. */
    public boolean hasNews() {
        boolean parents = parentsFailed != null && parentsFailed > 0;
        return changed > 0 || deleted > 0 || deletesDeferred > 0 || quarantined > 0 || parents;
    }

    /** For the log. */
    public String counts() {
        return "rows=" + rows + " changed=" + changed + " deleted=" + deleted + " deletes_held=" + deletesDeferred
                + " pages=" + pages + " quarantined=" + quarantined
                + (parentsFailed == null ? "" : " parents_failed=" + parentsFailed)
                + (windowStart == null ? "" : " window_start=" + windowStart + " window_end=" + windowEnd);
    }
}
