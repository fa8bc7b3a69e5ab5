package io.cioconnect.it.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row as Customer.io's API lists it, compared with what a warehouse made of it. */
record ListedRow(ObjectNode row) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXTRA = "_extra";

    /** What differs: empty when every field is in its column, or in {@code _extra} when it has none. */
    List<String> differencesFrom(Map<String, @Nullable Object> stored) {
        List<String> differences = new ArrayList<>();
        JsonNode extra = parse(String.valueOf(stored.get(EXTRA)));
        row.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode listed = field.getValue();
            boolean isStored = stored.containsKey(name) && isSame(listed, stored.get(name));
            if (!isStored && !normal(listed).equals(extra.path(name))) {
                differences.add(name + ": listed " + listed + ", stored " + stored.get(name) + ", extra " + extra);
            }
        });
        stored.forEach((name, value) -> {
            if (!name.startsWith("_") && value != null && !row.has(name)) {
                differences.add(name + ": not listed, stored " + value);
            }
        });
        return differences;
    }

    private static boolean isSame(JsonNode listed, @Nullable Object stored) {
        if (stored == null) {
            return listed.isNull() || listed.asText().equals("0"); // the time 0 means "never"
        }
        if (stored instanceof Long number) {
            return listed.asText().equals(number.toString());
        }
        if (stored instanceof Boolean flag) {
            return listed.isBoolean() && listed.booleanValue() == flag;
        }
        if (stored instanceof Instant time) {
            return listed.asLong() == time.getEpochSecond();
        }
        return (listed.isValueNode() && listed.asText().equals(stored))
                || normal(listed).equals(parse(stored.toString()));
    }

    /** Text that is JSON counts as that JSON, and a number as its digits say. */
    private static JsonNode normal(JsonNode node) {
        String text = node.isTextual() ? node.textValue().strip() : "";
        return text.startsWith("{") || text.startsWith("[") ? parse(text) : parse(node.toString());
    }

    private static JsonNode parse(String json) {
        try {
            return json.isEmpty() ? NullNode.getInstance() : JSON.readTree(json);
        } catch (JsonProcessingException notJson) {
            return NullNode.getInstance();
        }
    }

    static ObjectNode object(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
