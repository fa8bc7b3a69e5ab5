package io.cioconnect.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Keeps the rows of the last page, and counts the beginnings. */
final class CollectedRows implements RowSink {
    final List<ObjectNode> rows = new ArrayList<>();
    final List<JsonNode> noRows = new ArrayList<>();
    int begun;

    @Override
    public void beginPage() {
        begun++;
        rows.clear();
        noRows.clear();
    }

    @Override
    public void row(ObjectNode row) {
        rows.add(row);
    }

    @Override
    public void noRow(JsonNode value) {
        noRows.add(value);
    }

    List<String> ids() {
        return rows.stream().map(row -> row.path("id").asText()).toList();
    }
}
