package io.cioconnect.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/** One column of a table: its name, its type, and what it means, for the documentation. */
public record Column(String name, ColumnType type, String doc) {

    /** This value in the spelling that a key has, such as 7 for {@code 7.0}; empty when the column cannot hold it, or there is none. */
    public Optional<JsonNode> keyPart(JsonNode value) {
        if (value.isMissingNode() || type.isNull(value)) {
            return Optional.empty();
        }
        return type.convert(value)
                .map(part -> part instanceof Long number
                        ? new JsonNumber(number.toString())
                        : TextNode.valueOf(part.toString()));
    }

    public static Column int64(String name, String doc) {
        return new Column(name, ColumnType.INT64, doc);
    }

    public static Column bool(String name, String doc) {
        return new Column(name, ColumnType.BOOLEAN, doc);
    }

    public static Column string(String name, String doc) {
        return new Column(name, ColumnType.STRING, doc);
    }

    public static Column timestamp(String name, String doc) {
        return new Column(name, ColumnType.TIMESTAMP, doc);
    }

    public static Column json(String name, String doc) {
        return new Column(name, ColumnType.JSON, doc);
    }
}
