package io.cioconnect.config;

import io.cioconnect.table.EventTables;
import io.cioconnect.table.Tables;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables a user selected by names and globs.
 *
 * @param listTables in the catalogue's order
 * @param eventTables in the catalogue's order
 */
record TableSelection(List<String> listTables, List<String> eventTables) {
    static TableSelection of(List<String> namesAndGlobs) {
        Set<String> selected = new HashSet<>();
        namesAndGlobs.forEach(item -> selected.addAll(new Glob(item).among(allNames())));
        return new TableSelection(
                Tables.names().stream().filter(selected::contains).toList(),
                EventTables.names().stream().filter(selected::contains).toList());
    }

    static List<String> eventTableNames() {
        return EventTables.names();
    }

    static List<String> allNames() {
        return Stream.concat(Tables.names().stream(), EventTables.names().stream())
                .toList();
    }

    boolean hasEvents() {
        return !eventTables.isEmpty();
    }

    /** Names under which Customer.io lets a webhook subscribe to the events of the selected tables. */
    List<String> eventNames() {
        return eventTables.stream()
                .flatMap(table -> EventTables.named(table).eventNames().stream())
                .distinct()
                .toList();
    }
}
