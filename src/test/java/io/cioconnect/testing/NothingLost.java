package io.cioconnect.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** Compares a record's value with the JSON it was made from: each field is in its column or, as it came, in _extra. */
public final class NothingLost {
    private static final Set<String> ENVELOPE = Set.of("event_id", "object_type", "metric", "timestamp");
    private static final Set<String> COLLIDING = Set.of("event", "data", "identifiers");

    private static final Set<List<String>> NULL_SAYS_NOTHING =
            Set.of(List.of("event", "data"), List.of("data", "identifiers"));

    private final Struct value;
    private final JsonNode extra;

    private NothingLost(Struct value) throws IOException {
        this.value = value;
        String text = value.getString("_extra");
        this.extra = text == null
                ? JsonNodeFactory.instance.objectNode()
                : Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Checks a row of a list table. */
    public static void ofRow(ObjectNode row, Struct value) throws IOException {
        var check = new NothingLost(value);
        for (var field : row.properties()) {
            check.field(field.getKey(), field.getValue(), field.getKey());
        }
    }

    /** Checks an event of an event table or of the union of all. */
    public static void ofEvent(ObjectNode event, Struct value) throws IOException {
        var check = new NothingLost(value);
        for (var field : event.properties()) {
            if (!field.getKey().equals("data")) {
                boolean columned =
                        ENVELOPE.contains(field.getKey()) || field.getKey().equals("delivery_type");
                check.field(columned ? field.getKey() : "", field.getValue(), "event", field.getKey());
            } else if (field.getValue() instanceof ObjectNode data) {
                check.data(data);
            } else {
                check.field("", field.getValue(), "event", "data");
            }
        }
    }

    private void data(ObjectNode data) {
        for (var field : data.properties()) {
            String name = field.getKey();
            if (name.equals("identifiers") && field.getValue() instanceof ObjectNode identifiers) {
                for (var identifier : identifiers.properties()) {
                    field("identifiers_" + identifier.getKey(), identifier.getValue(), name, identifier.getKey());
                }
            } else {
                boolean columned = !ENVELOPE.contains(name) && !name.startsWith("identifiers_");
                String column = columned ? name : "";
                if (COLLIDING.contains(name)) {
                    field(column, field.getValue(), "data", name);
                } else {
                    field(column, field.getValue(), name);
                }
            }
        }
    }

    private void field(String column, JsonNode json, String... placeInExtra) {
        JsonNode kept = extra;
        for (String name : placeInExtra) {
            kept = kept.path(name);
        }
        Field field = column.startsWith("_") ? null : value.schema().field(column);
        boolean held = field != null && holds(field, json);
        boolean isKept = !kept.isMissingNode() && Json.write(kept).equals(Json.write(json));
        boolean mayVanish = json.isNull() && NULL_SAYS_NOTHING.contains(List.of(placeInExtra));
        assertThat(held || isKept || mayVanish)
                .as("%s in column \"%s\" of %s", json, column, value)
                .isTrue();
        assertThat(held && isKept).as("twice: " + column).isFalse();
    }

    private boolean holds(Field field, JsonNode json) {
        Object held = value.get(field);
        String schemaName = field.schema().name();
        if (held instanceof String text && schemaName == null) {
            return !json.isContainerNode() && text.equals(json.asText());
        }
        if (held instanceof String text) {
            return text.equals(Json.write(json)) || text.equals(json.textValue());
        }
        if (held instanceof Boolean bool) {
            return json.isBoolean() && bool == json.booleanValue();
        }
        if (held instanceof Long number) {
            return isNumber(json, BigDecimal.valueOf(number));
        }
        if (held instanceof Date time) {
            return isNumber(json, BigDecimal.valueOf(time.toInstant().toEpochMilli(), 3));
        }
        boolean isTimestamp = schemaName != null && schemaName.endsWith(".Timestamp");
        return json.isNull() || (isTimestamp && isNumber(json, BigDecimal.ZERO));
    }

    private static boolean isNumber(JsonNode json, BigDecimal expected) {
        try {
            return new BigDecimal(json.asText()).compareTo(expected) == 0;
        } catch (NumberFormatException none) {
            return false;
        }
    }
}
