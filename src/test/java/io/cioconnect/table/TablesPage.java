package io.cioconnect.table;

import io.cioconnect.schema.Column;
import io.cioconnect.schema.RowSchema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the page of the documentation that lists every table and column, from the catalogue. */
final class TablesPage {
    private static final String HEAD = """
            # Tables and columns

            <!-- Generated from the catalogue by TablesPageTest: mvn test -Dtest=TablesPageTest -Dreference.write -->

            Every table has one topic, `<topic.prefix>.<table>`. The record's key is a struct of the primary key. The value is a flat struct: first
            the key, then the metadata columns (`_extra` and those this connector adds), then the columns below in their order. Everything but
            the key is optional. New columns are added at the end, so the field numbers of a Protobuf schema do not change.

            | type | in the record | from JSON |
            |---|---|---|
            | int64 | `int64` | whole numbers, also spelled `1.0` or as text |
            | boolean | `boolean` | `true` and `false` |
            | string | `string` | text; numbers and booleans by their spelling |
            | timestamp | `org.apache.kafka.connect.data.Timestamp` | Unix seconds, to the millisecond; 0 is null |
            | json | `string` named `io.debezium.data.Json` | objects and arrays as JSON text; text that is itself a JSON object or array unchanged; any other value as a JSON literal |

            Nothing is lost: a value that its column cannot hold without loss is kept in `_extra`, and its column is null. `_extra` also has every
            field without a column. It is a json column, null when there is nothing to keep; keys keep their order and numbers their spelling.

            """;

    private static final String EVENTS_HEAD = """
            ## Event tables

            Read from reporting webhooks. Primary key `event_id`. Every event table begins with the columns of the envelope and ends with the
            person's identifiers; the fields of `data` are between them. In `_extra`, unknown fields of `data` are at the top level, unknown
            identifiers under `identifiers`, and unknown fields of the envelope under `event`. An unknown field of `data` with one of these
            names, or the name `data`, is under `data`. A field of `data` with the name of an envelope column is in `_extra` too.

            A subscribed, unsubscribed or preference-changed event goes to `customer_events`, even if its `object_type` is the channel that
            caused it. With `events.layout=single` all events go to `<topic.prefix>.data`, with the union of all columns.

            """;

    private static final String OWN_TOPICS = """
            ## Two more topics

            ### refreshes

            `<topic.prefix>.refreshes`: one record for each complete pass over a polled table, and for each complete window of a delivery table,
            sent when Kafka has acknowledged every row and delete of it. Key `table`.

            | column | type | description |
            |---|---|---|
            | `table` | string | Name of the polled table |
            | `started_at` | timestamp | Start of the pass; equals `_synced_at` of its rows |
            | `finished_at` | timestamp | When the last record of the pass was acknowledged |
            | `rows` | int64 | Rows the API listed; in a full refresh each key once, without rows that could not be stored |
            | `changed` | int64 | Of these, rows that are new or changed, whatever `refresh.emit` is set to |
            | `deleted` | int64 | Rows that became deletes |
            | `deletes_held` | int64 | Rows that vanished but whose delete waits for the next complete pass |
            | `pages` | int64 | Pages read |
            | `quarantined` | int64 | Rows that could not be stored |
            | `parents_failed` | int64 | Parents whose rows could not be read; null where there are none |
            | `window_start` | timestamp | First second that was read of a delivery table; null for all others |
            | `window_end` | timestamp | Last second that was read of it |

            ### quarantine

            `<topic.prefix>.quarantine`: verified deliveries that fit no event table or cannot be stored, as they came. Key `sha256` of the body;
            the value does not repeat it.

            | column | type | description |
            |---|---|---|
            | `reason` | string | Why it is here, such as `not_json`, `no_event_id`, `unknown_object_type` or `too_large` |
            | `event_id` | string | From the body, if it has one |
            | `object_type` | string | From the body, if it has one |
            | `metric` | string | From the body, if it has one |
            | `body` | bytes | The body, byte for byte; if it is too large, the first 256 KiB, or as much as the topic takes |
            | `body_size` | int64 | Size of the whole body in bytes |
            | `received_at` | timestamp | When the receiver got the delivery |
            """;

    private TablesPage() {}

    static String text() {
        var page = new StringBuilder(HEAD);
        page.append(
                "## Polled tables\n\nRead from the App API by full refresh, each table in passes of its own; only the delivery tables are read by windows of time.\n\n");
        for (TableGroup group : TableGroup.values()) {
            List<Table> tables = Tables.all().stream()
                    .filter(table -> table.group() == group)
                    .toList();
            if (!tables.isEmpty()) {
                page.append("## ")
                        .append(group.title())
                        .append(" (`")
                        .append(group.selector())
                        .append("`)\n\n");
                tables.forEach(table -> table(page, table));
            }
        }
        page.append(metadata("polled table", Tables.metadataColumns()));
        page.append(EVENTS_HEAD);
        EventTables.all().forEach(table -> table(page, table));
        page.append(metadata("event table", EventTables.metadataColumns()));
        return page.append(OWN_TOPICS).toString();
    }

    private static String key(Table table) {
        return table.key().stream().map(column -> "`" + column.name() + "`").collect(Collectors.joining(", "));
    }

    private static void table(StringBuilder page, Table table) {
        page.append("### ").append(table.name()).append("\n\n");
        page.append(source(table.source()));
        page.append(". Primary key ")
                .append(key(table))
                .append(".")
                .append(use(table.use()))
                .append("\n\n");
        columns(page, table.key());
        rows(page, table.columns());
        page.append('\n');
    }

    private static String source(Source source) {
        if (source instanceof Source.Windows windows) {
            return "`GET " + windows.path() + "`, records in `" + windows.recordsField()
                    + "`, by [windows of time](deliveries.md)";
        }
        return source instanceof Source.OneList list ? source(list) : source((Source.PerParent) source);
    }

    private static String source(Source.OneList list) {
        return "`GET " + list.path() + "`, rows in `" + list.recordsField() + "`, " + pages(list.pagination())
                + walks(list.queries());
    }

    private static String source(Source.PerParent children) {
        String calls = children.parents().stream()
                .map(parents -> "`GET " + parents.path() + "` for each row of `" + parents.table() + "`")
                .collect(Collectors.joining(", "));
        return children.reply() instanceof ParentReply.Rows rows
                ? calls + ", rows in `" + rows.recordsField() + "`, " + pages(rows.pagination())
                : calls;
    }

    private static String use(Table.Use use) {
        return (use.byNameOnly() ? " Selected by its name only." : "")
                + (use.deletes() ? "" : " Nothing is deleted from it.")
                + use.interval()
                        .map(pause -> " Read every " + pause.toHours() + " hours unless its interval is set.")
                        .orElse("");
    }

    private static String pages(Pagination pagination) {
        if (pagination instanceof Pagination.Cursor cursor) {
            return cursor.limit() == Pagination.Cursor.NO_LIMIT
                    ? "in pages with a cursor"
                    : "in pages of " + cursor.limit() + " with a cursor";
        }
        return "in one page";
    }

    private static String walks(List<Map<String, String>> walks) {
        return walks.size() == 1
                ? ""
                : ", read once with each of "
                        + walks.stream()
                                .flatMap(walk -> walk.entrySet().stream())
                                .map(parameter -> "`" + parameter.getKey() + "=" + parameter.getValue() + "`")
                                .collect(Collectors.joining(", "));
    }

    private static void table(StringBuilder page, EventTable table) {
        page.append("### ").append(table.name()).append("\n\n");
        page.append("Events: ")
                .append(table.eventNames().stream()
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(", ")))
                .append(".\n\n");
        columns(page, table.columns());
        page.append('\n');
    }

    private static String metadata(String kind, List<Column> further) {
        var text = new StringBuilder("### Metadata columns of every " + kind + "\n\n");
        columns(text, List.of(RowSchema.EXTRA_COLUMN));
        rows(text, further);
        return text.append('\n').toString();
    }

    private static void columns(StringBuilder page, List<Column> columns) {
        page.append("| column | type | description |\n|---|---|---|\n");
        rows(page, columns);
    }

    private static void rows(StringBuilder page, List<Column> columns) {
        for (Column column : columns) {
            page.append("| `").append(column.name()).append("` | ");
            page.append(column.type().name().toLowerCase(Locale.ROOT)).append(" | ");
            page.append(column.doc().replace("|", "\\|")).append(" |\n");
        }
    }
}
