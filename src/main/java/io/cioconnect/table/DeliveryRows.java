package io.cioconnect.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A delivery as {@code GET /v1/messages} lists it, as rows of the delivery tables. */
public final class DeliveryRows {
    /** Metrics whose value is a time. */
    static final List<String> TIMES = List.of(
            "created",
            "drafted",
            "attempted",
            "sent",
            "delivered",
            "opened",
            "clicked",
            "converted",
            "bounced",
            "dropped",
            "failed",
            "spammed",
            "undeliverable",
            "unsubscribed");

    /** Metrics that are documented as numbers, although they stand among times. */
    static final List<String> COUNTS = List.of("human_opened", "human_clicked", "prefetch_opened", "prefetch_clicked");

    /** Smaller numbers are counts: in September 2001 there were no deliveries. */
    private static final long FIRST_TIME = 1_000_000_000;

    /** Larger numbers are not Unix seconds. */
    private static final long LAST_TIME = 100_000_000_000L;

    private static final String CREATED = "created";
    private static final String METRICS = "metrics";
    private static final String TYPE = "type";
    private static final String OBJECT_TYPE = "object_type";
    private static final String TEMPLATE = "msg_template_id";
    private static final String OLD_TEMPLATE = "message_template_id";
    private static final List<String> IDENTIFIERS = List.of("customer_identifiers", "identifiers");
    private static final List<String> IDENTIFIER_COLUMNS = List.of("id", "email", "cio_id");
    private static final List<String> SHARED_COLUMNS = List.of(
            "campaign_id",
            "broadcast_id",
            "newsletter_id",
            "action_id",
            "content_id",
            "transactional_message_id",
            "customer_id",
            "recipient",
            "failure_message");
    private static final Map<String, String> OBJECT_TYPES = Map.of("twilio", "sms");

    private DeliveryRows() {}

    /** When it was created, in Unix seconds. */
    public static OptionalLong created(ObjectNode delivery) {
        return time(delivery.path(CREATED));
    }

    /** When something last happened to it, its creation included, in Unix seconds. */
    public static OptionalLong newest(ObjectNode delivery) {
        OptionalLong newest = created(delivery);
        for (Map.Entry<String, JsonNode> metric : delivery.path(METRICS).properties()) {
            OptionalLong time = time(metric.getValue()); // what is documented as a number may be a time as well
            if (time.isPresent() && time.getAsLong() > newest.orElse(Long.MIN_VALUE)) {
                newest = time;
            }
        }
        return newest;
    }

    /** The row of {@code deliveries}: what is nested stands beside the rest. */
    static ObjectNode delivery(ObjectNode delivery) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        delivery.properties().forEach(field -> row.set(field.getKey(), field.getValue()));
        for (String field : IDENTIFIERS) {
            if (delivery.path(field) instanceof ObjectNode identifiers) {
                takeIdentifiers(field, identifiers, row);
            } else if (delivery.path(field).isNull()) {
                row.remove(field);
            }
        }
        if (!delivery.hasNonNull(TEMPLATE) && delivery.has(OLD_TEMPLATE)) {
            row.set(TEMPLATE, row.remove(OLD_TEMPLATE));
        }
        for (Map.Entry<String, JsonNode> metric : delivery.path(METRICS).properties()) {
            if (TIMES.contains(metric.getKey()) || COUNTS.contains(metric.getKey())) {
                row.putIfAbsent("metrics_" + metric.getKey(), metric.getValue());
            }
        }
        return row;
    }

    /** One row for each metric that is a time. */
    static List<ObjectNode> metrics(ObjectNode delivery) {
        List<ObjectNode> rows = new ArrayList<>();
        for (Map.Entry<String, JsonNode> metric : delivery.path(METRICS).properties()) {
            if (timeOf(metric).isPresent()) {
                rows.add(metric(delivery, metric));
            }
        }
        return rows;
    }

    private static ObjectNode metric(ObjectNode delivery, Map.Entry<String, JsonNode> metric) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        copy(delivery, "id", row, "delivery_id");
        row.put("metric", metric.getKey());
        row.set("timestamp", metric.getValue());
        copy(delivery, TYPE, row, OBJECT_TYPE);
        String other = OBJECT_TYPES.get(delivery.path(TYPE).asText());
        if (other != null) {
            row.put(OBJECT_TYPE, other);
        }
        SHARED_COLUMNS.forEach(column -> copy(delivery, column, row, column));
        for (String field : IDENTIFIERS) {
            IDENTIFIER_COLUMNS.forEach(name -> copy(delivery.path(field), name, row, "customer_identifiers_" + name));
        }
        row.put("source", "api");
        return row;
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String column) {
        if (from.has(field) && !to.has(column)) {
            to.set(column, from.get(field));
        }
    }

    /** What has no column stays where it is, and so ends up in {@code _extra}. */
    private static void takeIdentifiers(String field, ObjectNode identifiers, ObjectNode row) {
        ObjectNode left = identifiers.deepCopy();
        for (String name : IDENTIFIER_COLUMNS) {
            String column = "customer_identifiers_" + name;
            boolean isFree = !row.has(column) || row.path(column).equals(identifiers.path(name));
            if (identifiers.has(name) && isFree) {
                row.set(column, identifiers.get(name));
                left.remove(name);
            }
        }
        row.remove(field);
        if (!left.isEmpty()) {
            row.set(field, left);
        }
    }

    private static OptionalLong timeOf(Map.Entry<String, JsonNode> metric) {
        return COUNTS.contains(metric.getKey()) ? OptionalLong.empty() : time(metric.getValue());
    }

    private static OptionalLong time(JsonNode value) {
        long seconds = ColumnType.wholeSeconds(value).orElse(0L);
        return seconds >= FIRST_TIME && seconds <= LAST_TIME ? OptionalLong.of(seconds) : OptionalLong.empty();
    }
}
