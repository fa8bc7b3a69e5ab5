package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes JSON as the moods require. Thread-safe. */
final class MoodyJson {
    private static final Pattern REFERENCE = Pattern.compile(" \\(reference [0-9a-f]+\\)");

    private final Moods moods;
    private final AtomicInteger references = new AtomicInteger(0xb00000);

    MoodyJson(Moods moods) {
        this.moods = moods;
    }

    /** A row of a list; a copy, which may be changed. */
    ObjectNode row(ObjectNode row) {
        idAsText(row);
        if (moods.strike(Mood.ROW_FIELDS_ADDED)) {
            row.putObject("unheard_of").put("by", "anybody");
        }
        if (moods.strike(Mood.ROW_FIELDS_DROPPED)) {
            row.properties().removeIf(field -> isNothing(field.getKey(), field.getValue()));
        }
        return row;
    }

    /** The id of a row or webhook. */
    void idAsText(ObjectNode row) {
        if (row.path("id").isNumber() && moods.strike(Mood.IDS_AS_TEXT)) {
            row.set("id", TextNode.valueOf(row.get("id").asText()));
        }
    }

    /** Other fields of a reply with status 200. */
    void addFields(ObjectNode reply) {
        if (moods.strike(Mood.FIELDS_ADDED)) {
            reply.putObject("meta").put("request_id", "made-up-1").putNull("warnings");
        }
    }

    /** A reply that is not a list. */
    Reply document(Reply reply) {
        if (reply.status() != 200 || !reply.isJson() || !moods.isOn(Mood.FIELDS_ADDED)) {
            return reply;
        }
        ObjectNode body = Samples.object(reply.body());
        addFields(body);
        return Reply.json(200, body);
    }

    boolean hasNullElements() {
        return moods.strike(Mood.NULL_ELEMENTS);
    }

    void addNullElements(ArrayNode rows) {
        if (hasNullElements()) {
            rows.insertNull(0);
            rows.addNull();
        }
    }

    /** An error; its text may get another reference. */
    Reply error(Reply reply) {
        if (reply.status() < 400 || !reply.body().startsWith("{\"errors\"") || !moods.strike(Mood.FRESH_REFERENCES)) {
            return reply;
        }
        JsonNode body = Samples.object(reply.body());
        for (JsonNode error : body.path("errors")) {
            String detail = error.path("detail").asText();
            Matcher reference = REFERENCE.matcher(detail);
            ((ObjectNode) error).put("detail", reference.replaceAll("") + freshReference());
        }
        return Reply.json(reply.status(), body);
    }

    private String freshReference() {
        return " (reference " + Integer.toHexString(references.incrementAndGet()) + ")";
    }

    private static boolean isNothing(String field, JsonNode value) {
        boolean isFalse = value.isBoolean() && !value.asBoolean();
        boolean isEmpty = value.isContainerNode() && value.isEmpty();
        return !field.equals("id") && (value.isNull() || isFalse || isEmpty);
    }
}
