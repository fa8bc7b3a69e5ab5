package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.RejectedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rows kept in memory until all their pages are there: what is needed of parents. One thread. */
final class CollectedRows implements PageSink {
    private final Function<ObjectNode, Stream<ObjectNode>> kept;
    private final List<ObjectNode> rows = new ArrayList<>();
    private final List<RejectedRow> rejected = new ArrayList<>();
    private int pageStart;
    private int rejectedPageStart;
    private int mark;
    private int rejectedMark;

    /** @param kept what is kept of a row */
    CollectedRows(Function<ObjectNode, Stream<ObjectNode>> kept) {
        this.kept = kept;
    }

    @Override
    public void beginPage() {
        rows.subList(pageStart, rows.size()).clear();
        rejected.subList(rejectedPageStart, rejected.size()).clear();
    }

    @Override
    public void row(ObjectNode row) {
        kept.apply(row).forEach(rows::add);
    }

    @Override
    public void rejected(RejectedRow row) {
        rejected.add(row);
    }

    @Override
    public void endPage() {
        pageStart = rows.size();
        rejectedPageStart = rejected.size();
    }

    @Override
    public void mark() {
        mark = pageStart;
        rejectedMark = rejectedPageStart;
    }

    @Override
    public void reset() {
        pageStart = mark;
        rejectedPageStart = rejectedMark;
        beginPage();
    }

    List<RejectedRow> rejected() {
        return rejected;
    }

    List<ObjectNode> rows() {
        return rows;
    }
}
