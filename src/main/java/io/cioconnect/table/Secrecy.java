package io.cioconnect.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must not leave a row of a table, or only when the user wants it. */
public enum Secrecy {
    NONE {
        @Override
        public void apply(ObjectNode row, boolean withBodies) {}

        @Override
        public JsonNode redactNonObject(JsonNode value, boolean withBodies) {
            return value;
        }
    },

    /** Messages: their bodies, layouts and headers, and the query and login of a webhook's URL, unless {@code content.bodies} is set. */
    BODIES {
        @Override
        public void apply(ObjectNode row, boolean withBodies) {
            if (!withBodies) {
                row.remove(BODY_FIELDS);
                mask(row, "url", false);
            }
        }

        @Override
        public JsonNode redactNonObject(JsonNode value, boolean withBodies) {
            return withBodies ? value : hidden(value);
        }
    },

    /** Reporting webhooks: all of the endpoint but scheme, host and port. */
    ENDPOINT {
        @Override
        public void apply(ObjectNode row, boolean withBodies) {
            mask(row, "endpoint", true);
        }

        @Override
        public JsonNode redactNonObject(JsonNode value, boolean withBodies) {
            return hidden(value);
        }
    };

    static final List<String> BODY_FIELDS = List.of("body", "body_amp", "body_json", "body_plain", "layout", "headers");
    private static final String MASK = "***";

    /** Scheme, login, host and port, path, query or fragment; each but the host may be missing. */
    private static final Pattern URL =
            Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*://)?([^/?#]*@)?([^/?#]*)([^?#]*)(.*)");

    /** Changes the row in place. */
    public abstract void apply(ObjectNode row, boolean withBodies);

    /** What may be kept of an element that is not an object. */
    public abstract JsonNode redactNonObject(JsonNode value, boolean withBodies);

    /** Without fields it cannot be told where the secret is. */
    private static JsonNode hidden(JsonNode value) {
        return value.isTextual() || value.isContainerNode() ? TextNode.valueOf(MASK) : value;
    }

    private static void mask(ObjectNode row, String field, boolean pathToo) {
        if (row.hasNonNull(field)) {
            String shown = row.path(field).isTextual() ? masked(row.path(field).textValue(), pathToo) : MASK;
            row.put(field, shown);
        }
    }

    private static String masked(String url, boolean pathToo) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return MASK;
        }
        String scheme = parts.group(1) == null ? "" : parts.group(1);
        String login = parts.group(2) == null ? "" : MASK + "@";
        String path = pathToo && parts.group(4).length() > 1 ? "/" + MASK : parts.group(4);
        String query = parts.group(5).isEmpty() ? "" : parts.group(5).charAt(0) + MASK;
        return scheme + login + parts.group(3) + path + query;
    }
}
