package io.cioconnect.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of replies that say what uses something, and how many there are. */
final class UsageRows {
    private static final Map<String, String> USERS = users();

    private UsageRows() {}

    /** One row for each use. Customer.io wraps the arrays in {@code used_by} for segments and not for senders. */
    static List<ObjectNode> uses(ObjectNode reply, MetricDays days) {
        JsonNode uses = reply.path("used_by").isObject() ? reply.path("used_by") : reply;
        List<ObjectNode> rows = new ArrayList<>();
        USERS.forEach((field, user) -> {
            for (JsonNode id : uses.path(field)) {
                if (!id.isNull()) {
                    ObjectNode row = JsonNodeFactory.instance.objectNode();
                    row.put("used_by", user);
                    row.set("used_by_id", id);
                    rows.add(row);
                }
            }
        });
        return rows;
    }

    /** Whether the reply says what the uses are, if there are any. */
    static boolean areIn(ObjectNode reply) {
        JsonNode wrapped = reply.path("used_by");
        if (wrapped.isObject()) {
            return wrapped.isEmpty() || saysUses(wrapped);
        }
        return wrapped.isNull() || (wrapped.isMissingNode() && (reply.isEmpty() || saysUses(reply)));
    }

    private static boolean saysUses(JsonNode uses) {
        boolean isKnown = uses.has("segment_id") || USERS.keySet().stream().anyMatch(uses::has);
        return isKnown
                && USERS.keySet().stream()
                        .map(uses::path)
                        .allMatch(ids -> ids.isArray() || ids.isNull() || ids.isMissingNode());
    }

    /** The reply as one row. */
    static List<ObjectNode> single(ObjectNode reply, MetricDays days) {
        return List.of(reply);
    }

    private static Map<String, String> users() {
        Map<String, String> users = new LinkedHashMap<>();
        users.put("campaigns", "campaign");
        users.put("draft_newsletters", "draft_newsletter");
        users.put("sent_newsletters", "sent_newsletter");
        return users;
    }
}
