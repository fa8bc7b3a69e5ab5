package io.cioconnect.refresh;

import io.cioconnect.api.AppApiException;
import io.cioconnect.api.Page;
import io.cioconnect.api.RowSink;
import io.cioconnect.schema.Column;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.table.Pagination;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One list as one query shows it, page after page. Fails when the pages cannot come to an end. One thread. */
final class ListPages {
    /** A single one may come about when rows move while the list is read. */
    private static final int PAGES_WITHOUT_NEWS = 3;

    private final PassCalls calls;
    private final String path;
    private final Map<String, String> query;
    private final String recordsField;
    private final NewRows rows;
    private final Set<String> used = new HashSet<>();
    private int nothingNew;
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
        this.rows = new NewRows(rows, key);
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
        nothingNew = rows.endPage() ? 0 : nothingNew + 1;
        // A list that is documented as one page but names a next one is followed all the same:
        // a cut list would look like deletes.
        ended = page.rows() == 0 || page.next().isEmpty();
        if (ended) {
            return;
        }
        if (!used.add(page.next())) {
            throw new PassFailedException("the pages of " + path + " form a loop: the same cursor came twice");
        }
        if (nothingNew == PAGES_WITHOUT_NEWS) {
            throw new PassFailedException(
                    "the pages of " + path + " do not end: " + nothingNew + " pages in a row had no new row");
        }
        query.put("start", page.next());
    }
}
