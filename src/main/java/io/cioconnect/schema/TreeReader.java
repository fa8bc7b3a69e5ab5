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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds one tree from a parser's tokens, without recursion. What goes beyond a limit is skipped. For one value, by one thread. */
final class TreeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Of an element, in memory, by estimate. One that can become a record takes less. */
    private static final long MAX_BYTES = 32L << 20;

    private static final int BYTES_OF_A_NODE = 64;

    private final JsonParser parser;
    private final boolean refuseDuplicates;
    private final int maxDepth;
    private long room;
    private @Nullable RowException limit;
    private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
    private String name = ""; // the key the next value belongs to, in an object

    private TreeReader(JsonParser parser, boolean refuseDuplicates, int maxDepth, long maxBytes) {
        this.parser = parser;
        this.refuseDuplicates = refuseDuplicates;
        this.maxDepth = maxDepth;
        this.room = maxBytes;
    }

    /** The parser has the limits of a document. */
    static TreeReader ofDocument(JsonParser parser) {
        return new TreeReader(parser, true, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /** An element of a list, whose limits are its own. */
    static TreeReader ofElement(JsonParser parser) {
        return new TreeReader(parser, false, Json.MAX_DEPTH, MAX_BYTES);
    }

    /** The limit that the value goes beyond, if any; then only its beginning was kept. */
    Optional<RowException> limit() {
        return Optional.ofNullable(limit);
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
            if (limit != null) {
                return skipRest();
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

    private JsonNode skipRest() throws IOException {
        parser.skipChildren(); // of a value that was not added
        for (int left = open.size(); left > 0; ) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new IOException("not JSON: it ends before the value does");
            }
            left -= token.isStructEnd() ? 1 : 0;
            parser.skipChildren();
        }
        return open.getLast();
    }

    private JsonNode begin(ContainerNode<?> container) throws IOException {
        if (open.size() == maxDepth) {
            limit = new RowException(RowException.Kind.UNSTORABLE, "it is nested deeper than " + maxDepth + " levels");
            return container;
        }
        add(container);
        if (limit == null) {
            open.push(container);
        }
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
        room -= name.length();
        return NODES.nullNode();
    }

    private JsonNode add(JsonNode value) throws IOException {
        ContainerNode<?> container = open.peek();
        room -= BYTES_OF_A_NODE + value.asText().length();
        if (room < 0) {
            limit = new RowException(
                    RowException.Kind.TOO_LARGE, "it takes more than " + MAX_BYTES + " bytes of memory");
        } else if (container instanceof ArrayNode array) {
            array.add(value);
        } else if (container instanceof ObjectNode object) {
            if (object.replace(name, value) != null && refuseDuplicates) {
                throw new IOException("not acceptable JSON: an object has the same key twice");
            }
        }
        return value;
    }
}
