package io.cioconnect.sync;

import io.cioconnect.offset.Window;
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
 * @param startedAt when the pass began; also the {@code _synced_at} of its rows
 * @param window what was read, null for a full refresh
 */
public record PassMarker(
        String table,
        Instant startedAt,
        Instant finishedAt,
        Counts counts,
        @Nullable Window window) {

    /**
     * What a pass or a window came to.
     *
     * @param rows rows that the API listed; of a pass each key once, without those that cannot be stored
     * @param changed new and changed rows among them
     * @param deleted keys whose delete was written
     * @param deletesDeferred keys whose delete is put off to the next complete pass
     * @param pages replies that were read
     * @param quarantined rows that could not be stored
     * @param parentsFailed parents whose rows could not be read, null for a table without parents
     */
    public record Counts(
            long rows,
            long changed,
            long deleted,
            long deletesDeferred,
            long pages,
            long quarantined,
            @Nullable Long parentsFailed) {

        /** Of a window, of which nothing is ever deleted and which has no parents. */
        public static Counts ofWindow(long rows, long changed, long pages, long quarantined) {
            return new Counts(rows, changed, 0, 0, pages, quarantined, null);
        }

        /** Something was changed, deleted, deferred or left out. */
        public boolean areNews() {
            boolean parents = parentsFailed != null && parentsFailed > 0;
            return changed > 0 || deleted > 0 || deletesDeferred > 0 || quarantined > 0 || parents;
        }

        /** For the log. */
        @Override
        public String toString() {
            return "rows=" + rows + " changed=" + changed + " deleted=" + deleted + " deletes_held=" + deletesDeferred
                    + " pages=" + pages + " quarantined=" + quarantined
                    + (parentsFailed == null ? "" : " parents_failed=" + parentsFailed);
        }
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
        Struct value = new Struct(schemas.value)
                .put("table", table)
                .put("started_at", Date.from(startedAt))
                .put("finished_at", Date.from(finishedAt))
                .put("rows", counts.rows())
                .put("changed", counts.changed())
                .put("deleted", counts.deleted())
                .put("deletes_held", counts.deletesDeferred())
                .put("pages", counts.pages())
                .put("quarantined", counts.quarantined())
                .put("parents_failed", counts.parentsFailed());
        return window == null
                ? value
                : value.put("window_start", Date.from(Instant.ofEpochSecond(window.from())))
                        .put("window_end", Date.from(Instant.ofEpochSecond(window.to())));
    }

    /** What it came to, for the log. */
    public String summary() {
        return window == null
                ? counts.toString()
                : counts + " window_start=" + Instant.ofEpochSecond(window.from()) + " window_end="
                        + Instant.ofEpochSecond(window.to());
    }
}
