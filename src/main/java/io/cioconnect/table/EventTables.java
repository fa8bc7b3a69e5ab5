package io.cioconnect.table;

import io.cioconnect.schema.Column;
import java.util.List;

/** The eight event tables. */
public final class EventTables {
    private EventTables() {}

    /** All event tables, in alphabetical order. */
    public static List<EventTable> all() {
        throw new UnsupportedOperationException();
    }

    public static List<String> names() {
        return all().stream().map(EventTable::name).toList();
    }

    /** The table of that name; throws IllegalArgumentException for a name that is not in the catalogue. */
    public static EventTable named(String name) {
        throw new UnsupportedOperationException();
    }

    /** The union of the columns of all event tables, for one topic that holds all events. */
    public static List<Column> unionOfColumns() {
        throw new UnsupportedOperationException();
    }
}
