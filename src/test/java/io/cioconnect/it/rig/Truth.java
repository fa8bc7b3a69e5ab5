package io.cioconnect.it.rig;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.ChildTable;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.CustomerIoSimulator.ServedPage;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the API has of a table at this moment.
 *
 * @param list whose reply decides which rows there are: for rows below parents the list of these
 * @param rows by the parts of their key, joined by a slash
 * @param shown what a page says of the table, if anything
 */
record Truth(String table, String list, Supplier<Map<String, ObjectNode>> rows, Pages shown) {

    /** Reads pages. */
    interface Pages {
        Optional<Shown> of(ServedPage page);
    }

    /**
     * What a page says of a table.
     *
     * @param isMissing whether it shows that there is no row with this key
     * @param present keys of its rows
     */
    record Shown(Predicate<String> isMissing, Set<String> present) {}

    static Truth ofList(ApiList list, boolean isPaged) {
        return new Truth(
                list.name(),
                list.name(),
                () -> {
                    Map<String, ObjectNode> rows = new LinkedHashMap<>();
                    list.rows().forEach(row -> rows.put(row.path(list.idField()).asText(), row));
                    return rows;
                },
                page -> isPaged || !page.table().equals(list.name())
                        ? Optional.empty()
                        : Optional.of(new Shown(key -> !page.ids().contains(key), page.ids())));
    }

    /** Rows below parents that are listed. Neither they nor their parents come in pages. */
    static Truth ofChildren(CustomerIoSimulator customerIo, ChildTable table) {
        ApiList parents = customerIo.list(table.parents());
        return new Truth(
                table.table(),
                table.parents(),
                () -> {
                    Map<String, ObjectNode> rows = new LinkedHashMap<>();
                    for (String parent : parents.ids()) {
                        ApiList children = customerIo.wider().children(table, Long.parseLong(parent));
                        children.rows()
                                .forEach(row -> rows.put(
                                        parent + "/"
                                                + row.path(children.idField()).asText(),
                                        row));
                    }
                    return rows;
                },
                page -> ofChildren(table, page));
    }

    private static Optional<Shown> ofChildren(ChildTable table, ServedPage page) {
        if (page.table().equals(table.parents())) {
            return Optional.of(new Shown(key -> !page.ids().contains(key.substring(0, key.indexOf('/'))), Set.of()));
        }
        String[] path = page.table().split("/", -1);
        if (path.length != 3 || !path[0].equals(table.parents())) {
            return Optional.empty();
        }
        String parent = path[1] + "/";
        Set<String> present = page.ids().stream().map(id -> parent + id).collect(Collectors.toSet());
        return Optional.of(new Shown(key -> key.startsWith(parent) && !present.contains(key), present));
    }

    Set<String> keys() {
        return new LinkedHashSet<>(rows.get().keySet());
    }
}
