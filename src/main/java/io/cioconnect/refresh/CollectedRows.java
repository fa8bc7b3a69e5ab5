package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rows kept in memory until all their pages are there: what is needed of parents. One thread. */
final class CollectedRows implements PageSink {
    private final Function<ObjectNode, Stream<ObjectNode>> kept;
    private final List<ObjectNode> rows = new ArrayList<>();
    private final List<JsonNode> noRows = new ArrayList<>();
    private int pageStart;
    private int noRowsPageStart;
    private int mark;
    private int noRowsMark;

    /** @param kept what is kept of a row */
    CollectedRows(Function<ObjectNode, Stream<ObjectNode>> kept) {
        this.kept = kept;
    }

    @Override
    public void beginPage() {
        rows.subList(pageStart, rows.size()).clear();
        noRows.subList(noRowsPageStart, noRows.size()).clear();
    }

    @Override
    public void row(ObjectNode row) {
        kept.apply(row).forEach(rows::add);
    }

    @Override
    public void noRow(JsonNode value) {
        noRows.add(value);
    }

    @Override
    public void endPage() {
        pageStart = rows.size();
        noRowsPageStart = noRows.size();
    }

    @Override
    public void mark() {
        mark = pageStart;
        noRowsMark = noRowsPageStart;
    }

    @Override
    public void reset() {
        pageStart = mark;
        noRowsPageStart = noRowsMark;
        beginPage();
    }

    /** What stood in the place of rows. */
    List<JsonNode> noRows() {
        return noRows;
    }

    List<ObjectNode> rows() {
        return rows;
    }
}
