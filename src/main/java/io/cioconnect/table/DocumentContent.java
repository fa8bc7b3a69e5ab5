package io.cioconnect.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a document must hold to be the reply that was asked for. Rows made from any other would overwrite good ones, or delete them. */
public enum DocumentContent {
    /** Series by name; those of an action may also come by language. */
    METRIC("metric") {
        @Override
        public boolean isIn(ObjectNode reply) {
            return isMetric(reply.path("metric")) || isFilledObject(reply.path("language_variants"));
        }
    },
    JOURNEY_METRIC("journey_metric") {
        @Override
        public boolean isIn(ObjectNode reply) {
            return reply.path("journey_metric").isObject();
        }
    },
    /** An empty list may be null. */
    LINKS("links") {
        @Override
        public boolean isIn(ObjectNode reply) {
            return isList(reply.path("links"));
        }
    },
    COUNT("count") {
        @Override
        public boolean isIn(ObjectNode reply) {
            return reply.has("count");
        }
    },
    /** Without uses, {@code used_by} is empty, null or missing. A reply that lacks it and holds only unknown fields is not such a reply. */
    USES("used_by") {
        @Override
        public boolean isIn(ObjectNode reply) {
            return UsageRows.areIn(reply);
        }
    };

    private final String field;

    DocumentContent(String field) {
        this.field = field;
    }

    /** What it is called in the reply, for messages. */
    public String field() {
        return field;
    }

    public abstract boolean isIn(ObjectNode reply);

    private static boolean isMetric(JsonNode metric) {
        JsonNode series = metric.path("series");
        return series.isObject() || series.isNull();
    }

    private static boolean isFilledObject(JsonNode value) {
        return value.isObject() && !value.isEmpty();
    }

    /** Null, or an array of objects and nulls. */
    private static boolean isList(JsonNode value) {
        if (!value.isArray()) {
            return value.isNull();
        }
        for (JsonNode item : value) {
            if (!item.isObject() && !item.isNull()) {
                return false;
            }
        }
        return true;
    }
}
