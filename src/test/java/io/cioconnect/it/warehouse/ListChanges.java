package io.cioconnect.it.warehouse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.CustomerIoSimulator;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What people do in a workspace: rows are added, changed and removed, in every list. */
final class ListChanges {
    private static final int ADDED = 20;
    private static final int FIRST_NEW_ID = 9_000;

    private final Collection<ApiList> lists;
    private final Map<String, String> removed = new TreeMap<>();

    ListChanges(CustomerIoSimulator api) {
        lists = api.lists().all();
    }

    void add() {
        for (ApiList list : lists) {
            List<ObjectNode> models = list.rows();
            for (int i = 0; i < ADDED; i++) {
                ObjectNode row = models.get(i % models.size()).deepCopy();
                String id = Integer.toString(FIRST_NEW_ID + i);
                if (list.name().equals("snippets") || list.name().equals("object_types")) {
                    row.put(list.idField(), id);
                } else {
                    row.put(list.idField(), FIRST_NEW_ID + i);
                }
                list.put(row);
            }
        }
    }

    void change() {
        for (ApiList list : lists) {
            list.change(list.ids().get(0), row -> row.put("field_of_tomorrow", "new"));
            list.change(Integer.toString(FIRST_NEW_ID + 1), row -> row.put(textField(list), "changed"));
        }
    }

    /** The second row of each list. */
    void remove() {
        for (ApiList list : lists) {
            String id = list.ids().get(1);
            list.remove(id);
            removed.put(list.name(), id);
        }
    }

    /** The removed row's id by table. */
    String removedFrom(String table) {
        return removed.getOrDefault(table, "");
    }

    private static String textField(ApiList list) {
        return list.name().equals("snippets") ? "value" : "name";
    }
}
