package io.cioconnect.schema;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Writes a tree. Recursive: no tree is deeper than the readers' limits allow. */
final class TreeWriter {
    private TreeWriter() {}

    static void write(JsonNode value, JsonGenerator generator) throws IOException {
        if (value instanceof ObjectNode object) {
            generator.writeStartObject();
            for (var field : object.properties()) {
                generator.writeFieldName(field.getKey());
                write(field.getValue(), generator);
            }
            generator.writeEndObject();
        } else if (value instanceof ArrayNode array) {
            generator.writeStartArray();
            for (JsonNode item : array) {
                write(item, generator);
            }
            generator.writeEndArray();
        } else if (value.isTextual()) {
            generator.writeString(value.textValue());
        } else if (value.isNumber()) {
            generator.writeNumber(value.asText());
        } else if (value.isBoolean()) {
            generator.writeBoolean(value.booleanValue());
        } else {
            generator.writeNull();
        }
    }
}
