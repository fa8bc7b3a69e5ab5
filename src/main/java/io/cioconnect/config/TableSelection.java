package io.cioconnect.config;

import io.cioconnect.table.EventTables;
import io.cioconnect.table.Table;
import io.cioconnect.table.TableGroup;
import io.cioconnect.table.Tables;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables a user selected by names, globs and groups.
 *
 * @param polledTables polled tables, in the catalogue's order
 * @param eventTables in the catalogue's order
 */
record TableSelection(List<String> polledTables, List<String> eventTables) {
    static TableSelection of(List<String> namesAndGlobs) {
        Set<String> selected = new HashSet<>();
        namesAndGlobs.forEach(item -> selected.addAll(matched(item)));
        return new TableSelection(
                Tables.names().stream().filter(selected::contains).toList(),
                EventTables.names().stream().filter(selected::contains).toList());
    }

    /** What a name, glob or group selects. Some tables are selected by their names only. */
    static List<String> matched(String item) {
        List<String> events = EventTables.names();
        if (allNames().contains(item)) {
            return List.of(item);
        }
        List<Table> polled =
                Tables.all().stream().filter(table -> !table.use().byNameOnly()).toList();
        if (item.equals(TableGroup.EVENTS.selector())) {
            return events;
        }
        if (item.startsWith("@")) {
            return names(
                    polled.stream().filter(table -> table.group().selector().equals(item)));
        }
        return new Glob(item)
                .among(Stream.concat(names(polled.stream()).stream(), events.stream())
                        .toList());
    }

    /** Those groups that have tables. */
    static List<String> groups() {
        return Stream.of(TableGroup.values())
                .map(TableGroup::selector)
                .filter(group -> !matched(group).isEmpty())
                .toList();
    }

    private static List<String> names(Stream<Table> tables) {
        return tables.map(Table::name).toList();
    }

    static List<String> allNames() {
        return Stream.concat(Tables.names().stream(), EventTables.names().stream())
                .toList();
    }

    boolean hasEvents() {
        return !eventTables.isEmpty();
    }

    /** Selected tables that are read by full refresh. */
    List<String> refreshedTables() {
        return polledTables.stream()
                .filter(table -> !Tables.named(table).isReadByWindows())
                .toList();
    }

    /** Selected tables that are read by windows of time. */
    List<String> deliveryTables() {
        return polledTables.stream()
                .filter(table -> Tables.named(table).isReadByWindows())
                .toList();
    }

    /** Names under which Customer.io lets a webhook subscribe to the events of the selected tables. */
    List<String> eventNames() {
        return eventTables.stream()
                .flatMap(table -> EventTables.named(table).eventNames().stream())
                .distinct()
                .toList();
    }
}
