package io.cioconnect.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One reporting webhook as the API shows it; keeps the fields it does not know. */
record ReportingWebhook(ObjectNode json) {
    static final String PATH = "/v1/reporting_webhooks";

    /** The webhooks of the list reply, without those that run JavaScript, which are never ours. A null list is empty. */
    static List<ReportingWebhook> listed(JsonNode reply) {
        List<ReportingWebhook> webhooks = new ArrayList<>();
        for (JsonNode webhook : reply.path("reporting_webhooks")) {
            if (webhook instanceof ObjectNode object
                    && !object.path("type").asText().equals("js")) {
                webhooks.add(new ReportingWebhook(object));
            }
        }
        return webhooks;
    }

    static ReportingWebhook named(String name) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name);
        return new ReportingWebhook(json);
    }

    String path() {
        return PATH + "/" + json.path("id").asText();
    }

    String name() {
        return json.path("name").asText();
    }

    String endpoint() {
        return json.path("endpoint").asText();
    }

    boolean isDisabled() {
        return json.path("disabled").asBoolean();
    }

    Set<String> events() {
        Set<String> events = new LinkedHashSet<>();
        json.path("events").forEach(event -> events.add(event.asText()));
        return events;
    }

    /** What create and update take: everything but the read-only fields, with the given ones set. */
    ObjectNode request(String endpoint, Iterable<String> events) {
        ObjectNode request = json.deepCopy();
        request.remove(List.of("id", "type"));
        request.put("endpoint", endpoint);
        ArrayNode names = request.putArray("events");
        events.forEach(names::add);
        return request;
    }
}
