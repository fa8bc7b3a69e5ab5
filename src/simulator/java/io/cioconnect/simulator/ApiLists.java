package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ten lists of the App API, and their replies. Thread-safe. */
public final class ApiLists {
    private static final Map<String, String> RECORDS_FIELDS =
            Map.of("object_types", "types", "subscription_topics", "topics", "transactional", "messages");

    private static final Map<String, ApiList.Paging> PAGED =
            Map.of("newsletters", ApiList.Paging.BY_POSITION, "sender_identities", ApiList.Paging.BY_LAST_ROW);

    private final Map<String, ApiList> lists = new LinkedHashMap<>();

    ApiLists() {
        for (String name : new String[] {
            "broadcasts",
            "campaigns",
            "collections",
            "newsletters",
            "object_types",
            "segments",
            "sender_identities",
            "snippets",
            "subscription_topics",
            "transactional"
        }) {
            String recordsField = RECORDS_FIELDS.getOrDefault(name, name);
            String idField = name.equals("snippets") ? "name" : "id";
            lists.put(name, new ApiList(name, recordsField, idField, PAGED.getOrDefault(name, ApiList.Paging.NONE)));
        }
        seed();
    }

    /** The list with a table's name, such as {@code campaigns}. */
    public ApiList list(String name) {
        ApiList list = lists.get(name);
        if (list == null) {
            throw new IllegalArgumentException("no list " + name);
        }
        return list;
    }

    public Collection<ApiList> all() {
        return lists.values();
    }

    /** Every list as in the samples, hidden sender identities included. */
    public void seed() {
        for (ApiList list : lists.values()) {
            list.clear();
            add(list, "app-api/" + list.name() + ".json");
        }
        ApiList senders = list("sender_identities");
        var visible = senders.rows();
        senders.clear();
        add(senders, "app-api/sender_identities_hidden.json"); // their ids are the lower ones
        visible.forEach(senders::put);
    }

    private static void add(ApiList list, String sample) {
        Samples.resource(sample).get(list.recordsField()).forEach(row -> list.put((ObjectNode) row));
    }

    /** Whether the list of that name has a row with that id, hidden ones included. */
    boolean has(String name, String id) {
        ApiList list = lists.get(name);
        return list != null && list.has(id);
    }

    Optional<ApiList> at(String path) {
        return lists.values().stream().filter(list -> list.path().equals(path)).findFirst();
    }
}
