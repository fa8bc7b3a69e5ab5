package io.cioconnect.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One reporting webhook as the API shows it. */
record ReportingWebhook(ObjectNode json) {
    private static final Pattern ID = Pattern.compile("(?!null$)[A-Za-z0-9_-]{1,64}");

    /** Nothing of it means anything without an id, by which it is changed. */
    static Optional<ReportingWebhook> of(JsonNode json) {
        return json instanceof ObjectNode object
                        && ID.matcher(object.path("id").asText("")).matches()
                ? Optional.of(new ReportingWebhook(object))
                : Optional.empty();
    }

    /** Number or text. */
    String id() {
        return json.path("id").asText();
    }

    /** It runs JavaScript and is never ours. */
    boolean isScript() {
        return json.path("type").asText().equals("js");
    }

    String name() {
        return json.path("name").asText("");
    }

    String endpoint() {
        return json.path("endpoint").asText("");
    }

    /** The reply tells what a webhook is about, and not merely that there is one. */
    boolean isComplete() {
        return !endpoint().isBlank() && json.path("events").isArray();
    }

    boolean isDisabled() {
        return flag("disabled").orElse(false);
    }

    /** Empty when the reply has no such field, or null there. */
    Optional<Boolean> flag(String field) {
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value.asBoolean());
    }

    Set<String> events() {
        Set<String> events = new LinkedHashSet<>();
        for (JsonNode event : json.path("events")) {
            if (!event.isNull()) {
                events.add(event.asText());
            }
        }
        return events;
    }
}
