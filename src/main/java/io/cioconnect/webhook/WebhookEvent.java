package io.cioconnect.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.record.DeadLetters;
import io.cioconnect.schema.Json;
import io.cioconnect.table.EventTable;
import io.cioconnect.table.EventTables;
import java.io.IOException;
import java.util.Set;

/**
 * The envelope of an event, as far as a body has one. A text that is missing is {@code ""}.
 *
 * @param objectType the channel; of a preference change it may stand in {@code object_type_type} (a slip of Customer.io's schema)
 * @param isLegacy the older envelope, whose {@code event_type} is object type and metric in one
 * @param data an empty object where the body has none
 */
record WebhookEvent(
        ObjectNode envelope, String eventId, String objectType, String metric, boolean isLegacy, ObjectNode data) {
    static final String EVENT_ID = "event_id";
    static final String OBJECT_TYPE = "object_type";
    static final String METRIC = "metric";
    static final String TIMESTAMP = "timestamp";
    static final String DATA = "data";

    private static final String TEST_EVENT_ID = "01E2EMRMM6TZ12TF9WGZN0WJQT";
    private static final String PREFERENCES_CHANGED = "cio_subscription_preferences_changed";
    private static final Set<String> CUSTOMER_METRICS = Set.of("subscribed", "unsubscribed", PREFERENCES_CHANGED);

    /** Nothing is known of the event. */
    static final WebhookEvent UNKNOWN = of(JsonNodeFactory.instance.objectNode());

    /** Throws when the bytes are not one JSON value. Nothing is known of a value that is not an object. */
    static WebhookEvent parse(byte[] body) throws IOException {
        return Json.parse(body) instanceof ObjectNode envelope ? of(envelope) : UNKNOWN;
    }

    static WebhookEvent of(ObjectNode envelope) {
        JsonNode id = envelope.path(EVENT_ID);
        String eventId = id.isNumber() ? id.asText() : text(id);
        String objectType = text(envelope.path(OBJECT_TYPE));
        String metric = text(envelope.path(METRIC));
        ObjectNode data =
                envelope.path(DATA) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        String eventType = text(envelope.path("event_type"));
        if (envelope.path(OBJECT_TYPE).isMissingNode() && metric.isEmpty() && !eventType.isEmpty()) {
            for (EventTable table : EventTables.all()) {
                String prefix = table.objectType() + "_";
                if (eventType.startsWith(prefix)) {
                    String oldMetric = eventType.substring(prefix.length());
                    return new WebhookEvent(envelope, eventId, table.objectType(), oldMetric, true, data);
                }
            }
        }
        if (envelope.path(OBJECT_TYPE).isMissingNode()) {
            objectType = text(envelope.path("object_type_type"));
        }
        return new WebhookEvent(envelope, eventId, objectType, metric, false, data);
    }

    /** For a dead letter. */
    DeadLetters.Origin origin() {
        return new DeadLetters.Origin(eventId, objectType, metric);
    }

    /** What every event has that we know of. */
    boolean hasKnownShape() {
        return !metric.isEmpty() && envelope.path(DATA).isObject();
    }

    /**
     * A change of a person's subscription, whatever channel's name it carries: that is the channel that caused it. An e-mail's own
     * {@code unsubscribed}, and whatever a channel may call so one day, is about a message: it has a delivery id, and a recipient
     * unless it is cut short. The older envelope said what it was.
     */
    boolean isCustomerEvent() {
        if (isLegacy || !CUSTOMER_METRICS.contains(metric)) {
            return false;
        }
        boolean isOfAMessage = data.hasNonNull("delivery_id") && (data.has("recipient") || !data.has("email_address"));
        return metric.equals(PREFERENCES_CHANGED) || !isOfAMessage;
    }

    /** What Customer.io's button "Send Test" sends: always the same event id, in every workspace. */
    boolean isTest() {
        return eventId.equals(TEST_EVENT_ID);
    }

    private static String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isBlank() ? node.textValue() : "";
    }
}
