package io.cioconnect.schema;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes a tree as Jackson's generator does, without the cost of making one: most trees are small, and a row has several. Recursive: no
 * tree is deeper than the readers' limits allow.
 */
final class TreeWriter {
    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

    private TreeWriter() {}

    static void write(JsonNode value, StringBuilder out) {
        if (value instanceof ObjectNode object) {
            char before = '{';
            for (var field : object.properties()) {
                text(field.getKey(), out.append(before));
                write(field.getValue(), out.append(':'));
                before = ',';
            }
            out.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof ArrayNode array) {
            char before = '[';
            for (JsonNode item : array) {
                write(item, out.append(before));
                before = ',';
            }
            out.append(array.isEmpty() ? "[]" : "]");
        } else if (value.isTextual()) {
            text(value.textValue(), out);
        } else if (value.isNumber() || value.isBoolean()) {
            out.append(value.asText());
        } else {
            out.append("null");
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        if (isPlain(text)) {
            out.append(text);
        } else {
            ESCAPES.quoteAsString(text, out);
        }
        out.append('"');
    }

    private static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
