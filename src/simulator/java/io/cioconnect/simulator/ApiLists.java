package io.cioconnect.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ten lists of the App API, and their replies. Thread-safe. */
public final class ApiLists {
    private static final Map<String, String> ARRAY_KEYS =
            Map.of("object_types", "types", "subscription_topics", "topics", "transactional", "messages");

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
            lists.put(
                    name,
                    new ApiList(name, ARRAY_KEYS.getOrDefault(name, name), name.equals("snippets") ? "name" : "id"));
        }
        seed();
    }

    /** The list of a table's name, such as {@code campaigns}. */
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

    Optional<ApiList> at(String path) {
        return lists.values().stream().filter(list -> list.path().equals(path)).findFirst();
    }

    static ListPage page(ApiList list, Map<String, String> query) throws ListPage.BadQuery {
        return switch (list.name()) {
            case "newsletters" -> ListPage.byPosition(list.snapshot(), query);
            case "sender_identities" -> ListPage.byLastRow(list.snapshot(), query);
            default -> ListPage.whole(list.snapshot());
        };
    }

    /** Writes the reply row by row; never holds more than one generated row. */
    static void write(ApiList list, ListPage page, Optional<Fault> fault, OutputStream out) throws IOException {
        Fault.Rows lost = fault.orElse(null) instanceof Fault.Rows rows ? rows : null;
        try (JsonGenerator json = Samples.JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            if (lost == Fault.Rows.NULL_ARRAY) {
                json.writeNullField(list.recordsField());
            } else if (lost != Fault.Rows.MISSING_ARRAY_KEY) {
                json.writeArrayFieldStart(list.recordsField());
                if (lost == null) {
                    for (ApiList.Row row : page.rows()) {
                        json.writeTree(row.json().get());
                    }
                }
                json.writeEndArray();
            }
            if (page.next().isPresent()) {
                json.writeStringField("next", lost == null ? next(page, fault) : "");
            }
            json.writeEndObject();
        }
    }

    private static String next(ListPage page, Optional<Fault> fault) {
        return fault.orElse(null) instanceof Fault.CursorLoop loop && page.number() >= loop.lastPage()
                ? page.second()
                : page.next().orElse("");
    }
}
