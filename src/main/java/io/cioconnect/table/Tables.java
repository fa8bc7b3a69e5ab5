package io.cioconnect.table;

import static io.cioconnect.schema.Column.bool;
import static io.cioconnect.schema.Column.timestamp;

import io.cioconnect.schema.Column;
import java.util.List;
import java.util.stream.Stream;

/** The catalogue of polled tables: what the App API is asked for. */
public final class Tables {
    /** Metadata column: start of the pass. */
    public static final String SYNCED_AT = "_synced_at";

    /** Metadata column: whether the row is a delete. */
    public static final String DELETED = "_deleted";

    private static final List<Table> ALL = Stream.of(
                    ListTables.all(), ContentTables.all(), UsageTables.all(), MetricTables.all(), DeliveryTables.all())
            .flatMap(List::stream)
            .toList();

    private static final List<Column> METADATA = List.of(
            timestamp(SYNCED_AT, "Start of the pass that read the row; the same for every row of the pass"),
            bool(DELETED, "True in a row that marks its key as deleted (`refresh.deletes` `flag` and `both`)"));

    private Tables() {}

    /** All polled tables, group by group. */
    public static List<Table> all() {
        return ALL;
    }

    public static List<String> names() {
        return all().stream().map(Table::name).toList();
    }

    /** The tables that a connector copies whose user selected none. */
    public static List<String> defaultNames() {
        return ListTables.all().stream().map(Table::name).toList();
    }

    /** The columns this connector adds to each polled table, behind {@code _extra}. */
    public static List<Column> metadataColumns() {
        return METADATA;
    }

    /** The table of that name; throws IllegalArgumentException for a name that is not in the catalogue. */
    public static Table named(String name) {
        return ALL.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no polled table is named " + name));
    }
}
