package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiException;
import io.cioconnect.api.Page;
import io.cioconnect.api.RowSink;
import io.cioconnect.schema.Column;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PageChain;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.table.Pagination;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One list as one query shows it, page after page. Fails when the pages cannot come to an end. One thread. */
final class ListPages {
    private final PassCalls calls;
    private final String path;
    private final Map<String, String> query;
    private final String recordsField;
    private final List<Column> key;
    private final PageChain chain;
    private final RowSink rows;
    private boolean ended;

    ListPages(
            PassCalls calls,
            String path,
            Map<String, String> query,
            String recordsField,
            Pagination pagination,
            List<Column> key,
            RowSink rows) {
        this.calls = calls;
        this.path = path;
        this.query = new HashMap<>(query);
        this.recordsField = recordsField;
        this.key = key;
        this.chain = new PageChain(path);
        this.rows = new ChainedRows(rows);
        if (pagination instanceof Pagination.Cursor cursor && cursor.limit() > 0) {
            this.query.put("limit", Integer.toString(cursor.limit()));
        }
    }

    boolean hasNext() {
        return !ended;
    }

    /** Fetches the next page and hands its rows on. */
    void fetchNext() throws AppApiException, RowException, PassFailedException, InterruptedException {
        Page page = calls.page(path, query, recordsField, rows);
        // A list that is documented as one page but names a next one is followed all the same:
        // a cut list would look like deletes.
        ended = page.rows() == 0 || page.next().isEmpty();
        if (!ended) {
            chain.leadsTo(page.next(), false);
            query.put("start", page.next());
        }
    }

    private String idOf(JsonNode row) {
        return key.stream().map(column -> row.path(column.name()).asText()).collect(Collectors.joining("/"));
    }

    /** Shows the chain which rows come by. */
    private final class ChainedRows implements RowSink {
        private final RowSink sink;

        private ChainedRows(RowSink sink) {
            this.sink = sink;
        }

        @Override
        public void beginPage() throws IOException {
            sink.beginPage();
        }

        @Override
        public void row(ObjectNode row) throws IOException, RowException {
            show(row);
            sink.row(row);
        }

        @Override
        public void rejected(RejectedRow row) throws IOException {
            show(row.value());
            sink.rejected(row);
        }

        private void show(JsonNode row) {
            if (chain.isPastFirstPage()) {
                chain.row(idOf(row));
            }
        }
    }
}
