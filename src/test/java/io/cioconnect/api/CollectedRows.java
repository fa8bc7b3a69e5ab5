package io.cioconnect.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Keeps the rows of the last page, and counts the beginnings. */
final class CollectedRows implements RowSink {
    final List<ObjectNode> rows = new ArrayList<>();
    int begun;

    @Override
    public void beginPage() {
        begun++;
        rows.clear();
    }

    @Override
    public void row(ObjectNode row) {
        rows.add(row);
    }

    List<String> ids() {
        return rows.stream().map(row -> row.path("id").asText()).toList();
    }
}
