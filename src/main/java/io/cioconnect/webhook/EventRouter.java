package io.cioconnect.webhook;

import com.fasterxml.jackson.databind.node.TextNode;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.EventMetrics;
import io.cioconnect.record.DeadLetters;
import io.cioconnect.record.DeadLetters.Origin;
import io.cioconnect.record.DeadLetters.Reason;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.schema.JsonLimitException;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.Row;
import io.cioconnect.schema.RowException;
import io.cioconnect.schema.RowSchema;
import io.cioconnect.table.EventTable;
import io.cioconnect.table.EventTables;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the bytes of a verified delivery to its record. Every body becomes a record: what fits no event table, and what a converter
 * or the producer would refuse, becomes one in quarantine, because an answer other than 200 would hold back all later events.
 * Immutable; used by any thread.
 */
final class EventRouter {
    /** One character that is not Latin makes a whole text take two bytes a character. */
    private static final int HEAP_PER_BODY_BYTE = 2;

    private static final Logger log = LoggerFactory.getLogger(EventRouter.class);
    private static final String CUSTOMER_TABLE = "customer_events";

    private final Map<String, String> tablesByObjectType = new HashMap<>();
    private final Map<String, Selected> selected = new HashMap<>();
    private final EventMetrics quarantine;
    private final SizeLimits limits;
    private final DeadLetters deadLetters;

    /** An event table that has a topic. */
    private record Selected(RowSchema schema, String topic, EventMetrics metrics) {}

    /** @param metrics of the event tables that have a topic, and of quarantine */
    EventRouter(TopicConfig topics, WebhookMetrics metrics, SizeLimits limits) {
        this.limits = limits;
        this.deadLetters = new DeadLetters(topics.quarantine(), limits);
        for (EventTable table : EventTables.all()) {
            tablesByObjectType.put(table.objectType(), table.name());
        }
        RowSchema union = EventTables.unionRowSchema(topics.events(CUSTOMER_TABLE));
        metrics.tables().forEach((name, counters) -> {
            String topic = topics.events(name);
            RowSchema schema =
                    topics.singleEventsTopic() ? union : EventTables.named(name).rowSchema(topic);
            selected.put(name, new Selected(schema, topic, counters));
        });
        this.quarantine = metrics.quarantine();
    }

    RoutedEvent route(byte[] body, String sha256, Instant receivedAt) {
        WebhookEvent event = WebhookEvent.UNKNOWN;
        Reason reason;
        try {
            event = WebhookEvent.parse(body);
            Optional<Reason> against = reasonAgainst(event);
            if (against.isEmpty()) {
                return record(event, body.length, sha256, receivedAt);
            }
            reason = against.get();
        } catch (JsonLimitException | RowException e) {
            reason = Reason.UNSTORABLE;
        } catch (IOException e) {
            reason = Reason.NOT_JSON;
        } catch (RuntimeException e) {
            // A body we stumble over would be sent again for seven days, with everything behind it. The exception's
            // text may hold the body.
            log.error(
                    "A delivery goes to quarantine because routing it failed with {} at {}. This is a fault of the plugin; please report this line",
                    e.getClass().getName(),
                    e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0]);
            reason = Reason.INTERNAL_ERROR;
        }
        return RoutedEvent.of(
                deadLetters.whole(reason, event.origin(), body, sha256, receivedAt), quarantine, event.isTest());
    }

    /** What was kept of a body that is larger than the largest ordinary one. */
    RoutedEvent routeTooLarge(byte[] head, long size, String sha256, Instant receivedAt) {
        Origin origin = WebhookEvent.UNKNOWN.origin();
        return RoutedEvent.of(
                deadLetters.head(Reason.TOO_LARGE, origin, head, size, sha256, receivedAt), quarantine, false);
    }

    /** Why the event fits no event table of this connector; empty when it fits one. */
    private Optional<Reason> reasonAgainst(WebhookEvent event) {
        if (event.eventId().isEmpty()) {
            return Optional.of(Reason.NO_EVENT_ID);
        }
        Optional<String> table = table(event);
        if (table.isEmpty()) {
            return Optional.of(Reason.UNKNOWN_OBJECT_TYPE);
        }
        if (!event.hasKnownShape()) {
            return Optional.of(Reason.UNKNOWN_SHAPE);
        }
        return selected.containsKey(table.get()) ? Optional.empty() : Optional.of(Reason.TABLE_NOT_SELECTED);
    }

    private RoutedEvent record(WebhookEvent event, int bodyBytes, String sha256, Instant receivedAt)
            throws RowException {
        String table = table(event).orElseThrow();
        Selected to = Objects.requireNonNull(selected.get(table), table);
        Row row = EventRow.of(to.schema(), event.envelope());
        // where the envelope spells them otherwise; a column that is filled stays
        if (!event.objectType().isEmpty()) { // a customer event may have none: null then
            row.put(WebhookEvent.OBJECT_TYPE, TextNode.valueOf(event.objectType()));
        }
        row.put(WebhookEvent.METRIC, TextNode.valueOf(event.metric()));
        Struct key = row.key();
        Struct value = row.value().put(EventTables.RECEIVED_AT, Date.from(receivedAt));
        RecordCheck.check(key, value, limits.maxBytes(to.topic()));
        int heapBytes = HEAP_PER_BODY_BYTE * bodyBytes;
        return new RoutedEvent(table, to.topic(), key, value, sha256, heapBytes, to.metrics(), event.isTest());
    }

    /** By shape first: a customer event may carry any object type, or none. */
    private Optional<String> table(WebhookEvent event) {
        return Optional.ofNullable(
                event.isCustomerEvent() ? CUSTOMER_TABLE : tablesByObjectType.get(event.objectType()));
    }
}
