package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A reporting webhook as Customer.io stores it. */
public record Hook(
        long id,
        String type,
        String name,
        String endpoint,
        List<String> events,
        boolean disabled,
        boolean fullResolution,
        boolean withContent) {

    static Hook of(ObjectNode json) {
        var events = new ArrayList<String>();
        json.path("events").forEach(event -> events.add(event.asText()));
        return new Hook(
                json.path("id").asLong(),
                json.path("type").asText(),
                json.path("name").asText(),
                json.path("endpoint").asText(),
                List.copyOf(events),
                json.path("disabled").asBoolean(),
                json.path("full_resolution").asBoolean(),
                json.path("with_content").asBoolean());
    }

    /** Whether Customer.io would deliver this event to the hook now. */
    public boolean wants(String eventName) {
        return !disabled && events.contains(eventName);
    }
}
