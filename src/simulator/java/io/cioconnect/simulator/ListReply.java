package io.cioconnect.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The reply with one page of a list, written row by row. It never holds more than one generated row in memory. */
record ListReply(String recordsField, ListPage page) {

    void write(MoodyJson moods, Optional<Fault> fault, OutputStream out) throws IOException {
        Fault.Rows lost = fault.orElse(null) instanceof Fault.Rows rows ? rows : null;
        ObjectNode added = JsonNodeFactory.instance.objectNode();
        moods.addFields(added);
        try (JsonGenerator json = Samples.JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            for (var field : added.properties()) {
                json.writeFieldName(field.getKey());
                json.writeTree(field.getValue());
            }
            if (lost == Fault.Rows.NULL_ARRAY) {
                json.writeNullField(recordsField);
            } else if (lost != Fault.Rows.MISSING_ARRAY_KEY) {
                json.writeArrayFieldStart(recordsField);
                if (lost == null) {
                    writeRows(moods, json);
                }
                json.writeEndArray();
            }
            if (page.next().isPresent()) {
                json.writeStringField("next", lost == null ? next(fault) : "");
            }
            json.writeEndObject();
        }
    }

    private void writeRows(MoodyJson moods, JsonGenerator json) throws IOException {
        boolean hasNulls = moods.hasNullElements();
        if (hasNulls) {
            json.writeNull();
        }
        for (ApiList.Row row : page.rows()) {
            json.writeTree(moods.row(row.json().get()));
        }
        if (hasNulls) {
            json.writeNull();
        }
    }

    private String next(Optional<Fault> fault) {
        return fault.orElse(null) instanceof Fault.CursorLoop loop && page.number() >= loop.lastPage()
                ? page.second()
                : page.next().orElse("");
    }
}
