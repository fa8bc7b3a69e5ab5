package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.RowSink;
import io.cioconnect.schema.Column;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells whether the pages of a list still bring rows that no page brought before. The rows of the first page are not remembered: most lists
 * have only one. One thread.
 */
final class NewRows implements RowSink {
    /** More are not remembered, and count as new each time: a list that does not end must not fill the memory. */
    static final int MOST = 1_000_000;

    private final RowSink sink;
    private final List<Column> key;
    private final Set<String> keys = new HashSet<>();
    private final Set<String> onPage = new HashSet<>();
    private boolean remembers;
    private boolean hasMore; // the page has new rows for which there is no room

    /** @param sink takes the rows all the same */
    NewRows(RowSink sink, List<Column> key) {
        this.sink = sink;
        this.key = key;
    }

    @Override
    public void beginPage() throws IOException {
        onPage.clear();
        hasMore = false;
        sink.beginPage();
    }

    @Override
    public void row(ObjectNode row) throws IOException, RowException {
        if (remembers) {
            add(keyOf(row));
        }
        sink.row(row);
    }

    @Override
    public void rejected(RejectedRow row) throws IOException {
        if (remembers) {
            add(keyOf(row.value()));
        }
        sink.rejected(row);
    }

    private String keyOf(JsonNode row) {
        return key.stream().map(column -> row.path(column.name()).asText()).collect(Collectors.joining("/"));
    }

    private void add(String text) {
        if (keys.size() + onPage.size() < MOST) {
            onPage.add(text);
        } else {
            hasMore |= !keys.contains(text) && !onPage.contains(text);
        }
    }

    /** How many rows are remembered. */
    int size() {
        return keys.size() + onPage.size();
    }

    /** Ends a page and says whether it brought a row that is new. */
    boolean endPage() {
        boolean broughtSome = keys.addAll(onPage) || hasMore || !remembers;
        onPage.clear();
        remembers = true;
        return broughtSome;
    }
}
