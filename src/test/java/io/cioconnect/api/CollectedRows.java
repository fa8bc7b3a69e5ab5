package io.cioconnect.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.RejectedRow;
import java.util.ArrayList;
import java.util.List;

/** Keeps the rows of the last page, and counts the beginnings. */
final class CollectedRows implements RowSink {
    final List<ObjectNode> rows = new ArrayList<>();
    final List<RejectedRow> rejected = new ArrayList<>();
    int begun;

    @Override
    public void beginPage() {
        begun++;
        rows.clear();
        rejected.clear();
    }

    @Override
    public void row(ObjectNode row) {
        rows.add(row);
    }

    @Override
    public void rejected(RejectedRow row) {
        rejected.add(row);
    }

    List<String> ids() {
        return rows.stream().map(row -> row.path("id").asText()).toList();
    }
}
