package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Makes rows of about 1 KB that look like the first sample row of their list. */
final class GeneratedRows {
    private static final int ROW_BYTES = 1000;
    private static final String NOISE = noise();

    private GeneratedRows() {}

    static IntFunction<ObjectNode> like(ApiList list) {
        var sample = (ObjectNode) Samples.resource("app-api/" + list.name() + ".json")
                .get(list.recordsField())
                .get(0);
        boolean numeric = sample.get(list.idField()).isNumber();
        String padded = List.of("description", "value", "name").stream()
                .filter(field -> sample.has(field) && !field.equals(list.idField()))
                .findFirst()
                .orElseThrow();
        int padding = Math.max(0, ROW_BYTES - sample.toString().length());
        return number -> {
            ObjectNode row = sample.deepCopy();
            if (numeric) {
                row.put(list.idField(), number);
            } else {
                row.put(list.idField(), list.idField().equals("name") ? "row_" + number : Integer.toString(number));
            }
            if (row.has("deduplicate_id")) {
                row.put("deduplicate_id", number + ":1786000000");
            }
            int from = number % (NOISE.length() - ROW_BYTES);
            return row.put(padded, "Row " + number + " " + NOISE.substring(from, from + padding));
        };
    }

    private static String noise() {
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.length() < 20_000) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
