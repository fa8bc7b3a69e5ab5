package io.cioconnect.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Row;
import io.cioconnect.schema.RowSchema;
import java.util.Set;

/**
 * How a webhook event lies over the columns of its table, so that nothing is lost: the envelope's fields, then those of
 * {@code data}, then {@code data.identifiers} with a prefix. What has no column, or does not fit it, goes to
 * {@code _extra}: fields of {@code data} at its top, identifiers under {@code identifiers}, fields of the envelope under
 * {@code event}. Fields of {@code data} that would collide with those two names go under {@code data}.
 */
final class EventRow {
    private static final String DATA = "data";
    private static final String EVENT = "event";
    private static final String IDENTIFIERS = "identifiers";
    private static final Set<String> RESERVED = Set.of(DATA, EVENT, IDENTIFIERS);

    private static final Set<String> ENVELOPE = Set.of("event_id", "object_type", "metric", "timestamp");
    /** Seen in the envelope of a preference change, in no documentation; so {@code data} may bring it as well. */
    private static final String DELIVERY_TYPE = "delivery_type";

    private static final String IDENTIFIER_COLUMNS = "identifiers_";

    private final Row row;

    private EventRow(Row row) {
        this.row = row;
    }

    /**
     * Lays out an event. The row can be completed with {@link Row#put}: a column is filled once, so that it takes what
     * the event itself did not say, such as the {@code object_type} of an old envelope.
     *
     * @param schema of one event table, or of the union of all
     */
    static Row of(RowSchema schema, ObjectNode event) {
        var row = schema.newRow();
        new EventRow(row).takeEnvelope(event);
        return row;
    }

    private void takeEnvelope(ObjectNode event) {
        for (var field : event.properties()) {
            String name = field.getKey();
            if (name.equals(DATA)) {
                continue;
            }
            if (!(ENVELOPE.contains(name) || name.equals(DELIVERY_TYPE)) || !row.put(name, field.getValue())) {
                row.extra().withObjectProperty(EVENT).set(name, field.getValue());
            }
        }
        JsonNode data = event.path(DATA);
        if (data instanceof ObjectNode fields) {
            takeData(fields);
        } else if (!isNone(data)) {
            row.extra().withObjectProperty(EVENT).set(DATA, data);
        }
    }

    private void takeData(ObjectNode data) {
        for (var field : data.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.equals(IDENTIFIERS) && value instanceof ObjectNode identifiers) {
                takeIdentifiers(identifiers);
            } else if (!isDataColumn(name) || !row.put(name, value)) {
                keepData(name, value);
            }
        }
    }

    private void takeIdentifiers(ObjectNode identifiers) {
        for (var field : identifiers.properties()) {
            if (!row.put(IDENTIFIER_COLUMNS + field.getKey(), field.getValue())) {
                row.extra().withObjectProperty(IDENTIFIERS).set(field.getKey(), field.getValue());
            }
        }
    }

    private void keepData(String name, JsonNode value) {
        if (!RESERVED.contains(name)) {
            row.extra().set(name, value);
        } else if (!(name.equals(IDENTIFIERS) && isNone(value))) {
            row.extra().withObjectProperty(DATA).set(name, value);
        }
    }

    private static boolean isDataColumn(String name) {
        return !ENVELOPE.contains(name) && !name.startsWith(IDENTIFIER_COLUMNS);
    }

    private static boolean isNone(JsonNode value) {
        return value.isNull() || value.isMissingNode();
    }
}
