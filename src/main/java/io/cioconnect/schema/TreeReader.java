package io.cioconnect.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Builds one tree from a parser's tokens, without recursion. For one value, by one thread. */
final class TreeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final boolean refuseDuplicates;
    private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
    private String name = ""; // the key the next value belongs to, in an object

    TreeReader(JsonParser parser, boolean refuseDuplicates) {
        this.parser = parser;
        this.refuseDuplicates = refuseDuplicates;
    }

    JsonNode read() throws IOException {
        JsonToken token = parser.hasCurrentToken() ? parser.currentToken() : parser.nextToken();
        if (token == JsonToken.FIELD_NAME) {
            token = parser.nextToken();
        }
        while (true) {
            JsonNode done = take(token);
            if (open.isEmpty()) {
                return done;
            }
            token = parser.nextToken();
        }
    }

    /** Returns the value this token completes; while a container is open the return value has no meaning. */
    private JsonNode take(JsonToken token) throws IOException {
        if (token == null) {
            throw new IOException("not JSON: it ends before the value does");
        }
        return switch (token) {
            case START_OBJECT -> begin(NODES.objectNode());
            case START_ARRAY -> begin(NODES.arrayNode());
            case END_OBJECT, END_ARRAY -> end();
            case FIELD_NAME -> name();
            case VALUE_STRING -> add(NODES.textNode(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> add(new JsonNumber(parser.getText()));
            case VALUE_TRUE, VALUE_FALSE -> add(NODES.booleanNode(token == JsonToken.VALUE_TRUE));
            case VALUE_NULL -> add(NODES.nullNode());
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IOException("not JSON: " + token);
        };
    }

    private JsonNode begin(ContainerNode<?> container) throws IOException {
        add(container);
        open.push(container);
        return container;
    }

    private JsonNode end() throws IOException {
        if (open.isEmpty()) {
            throw new IOException("no value here: a list or object ends");
        }
        return open.pop();
    }

    private JsonNode name() throws IOException {
        name = parser.currentName();
        return NODES.nullNode();
    }

    private JsonNode add(JsonNode value) throws IOException {
        ContainerNode<?> container = open.peek();
        if (container instanceof ArrayNode array) {
            array.add(value);
        } else if (container instanceof ObjectNode object) {
            if (object.replace(name, value) != null && refuseDuplicates) {
                throw new IOException("not acceptable JSON: an object has the same key twice");
            }
        }
        return value;
    }
}
