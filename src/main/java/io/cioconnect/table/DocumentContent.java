package io.cioconnect.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a document must hold to be the reply that was asked for. Rows that are made of any other would overwrite good ones, or delete them. */
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
    /** Nothing in {@code used_by} says that there is no use, and so does its absence, unless something unknown stands in its place. */
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

    /** Each item of which can be told from what is no item. */
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
