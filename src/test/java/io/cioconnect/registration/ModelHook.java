package io.cioconnect.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A webhook of the workspace of a model run as it is stored. */
final class ModelHook {
    static final List<String> FLAGS = List.of("disabled", "full_resolution", "with_content");

    final long id;
    final boolean isForeign;
    String type = "webhook";
    String name;
    String endpoint;
    final Set<String> events = new LinkedHashSet<>();
    final Map<String, Boolean> flags = new TreeMap<>();

    /** The connector made it. */
    boolean isMade;

    /** Lists to come that are older than it. */
    int unlisted;

    /** It was never enabled, or disabled while nothing could be verified: the connector may enable it. */
    boolean mayBeEnabled;

    /** @param isForeign nobody could take it for the connector's */
    ModelHook(long id, String name, String endpoint, Collection<String> events, boolean isForeign) {
        this.id = id;
        this.name = name;
        this.endpoint = endpoint;
        this.events.addAll(events);
        this.isForeign = isForeign;
        FLAGS.forEach(flag -> flags.put(flag, false));
    }

    boolean isDisabled() {
        return flag("disabled");
    }

    boolean flag(String field) {
        return Boolean.TRUE.equals(flags.get(field));
    }

    boolean isScript() {
        return type.equals("js");
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id);
        json.put("type", type);
        json.put("name", name);
        json.put("endpoint", endpoint);
        events.forEach(json.putArray("events")::add);
        flags.forEach(json::put);
        return json;
    }

    static Set<String> events(JsonNode json) {
        Set<String> events = new LinkedHashSet<>();
        json.path("events").forEach(event -> events.add(event.asText()));
        return events;
    }
}
