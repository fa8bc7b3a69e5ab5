package io.cioconnect.refresh;

import io.cioconnect.api.AppApiException;
import io.cioconnect.schema.Column;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.table.Pagination;
import io.cioconnect.table.Source;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches one list: for one query after the other, page after page. */
final class ListFetch implements TableFetch {
    private final PassCalls calls;
    private final Source.OneList list;
    private final List<Column> key;
    private final PageSink sink;
    private final Pieces pieces;
    private final Iterator<Map<String, String>> queries;
    private @Nullable ListPages current;
    private int pages;

    /** @param pieces is told of pages that may lack a row */
    ListFetch(PassCalls calls, Source.OneList list, List<Column> key, PageSink sink, Pieces pieces) {
        this.calls = calls;
        this.list = list;
        this.key = key;
        this.sink = sink;
        this.pieces = pieces;
        this.queries = list.queries().iterator();
    }

    @Override
    public boolean next() throws AppApiException, RowException, PassFailedException, InterruptedException {
        if (current == null || !current.hasNext()) {
            if (!queries.hasNext()) {
                if (list.pagination() instanceof Pagination.Cursor
                        || pages > list.queries().size()) {
                    pieces.cutList();
                }
                return false;
            }
            current = new ListPages(
                    calls, list.path(), queries.next(), list.recordsField(), list.pagination(), key, sink);
        }
        current.fetchNext();
        sink.endPage();
        pages++;
        return true;
    }

    @Override
    public int pages() {
        return pages;
    }
}
