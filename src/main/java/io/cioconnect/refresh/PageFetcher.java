package io.cioconnect.refresh;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.api.Page;
import io.cioconnect.schema.RowException;
import io.cioconnect.table.Pagination;
import io.cioconnect.table.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Fetches all pages of a list. Stateless. */
final class PageFetcher {
    /** A single one may come about when rows move while the list is read. */
    private static final int PAGES_WITHOUT_NEWS = 3;

    private final Table table;
    private final AppApiClient api;

    PageFetcher(Table table, AppApiClient api) {
        this.table = table;
        this.api = api;
    }

    /** Fetches every walk of the table to its end and returns the number of pages. */
    int fetch(Listing listing) throws AppApiException, RowException, PassFailedException, InterruptedException {
        int pages = 0;
        for (Map<String, String> walk : table.walks()) {
            pages += fetch(walk, listing);
        }
        return pages;
    }

    /** True when the list came in more pieces than a single reply would need, so that rows may have moved between two of them. */
    boolean isCutIntoPages(int pages) {
        return table.isPaginated() || pages > table.walks().size();
    }

    private int fetch(Map<String, String> walk, Listing listing)
            throws AppApiException, RowException, PassFailedException, InterruptedException {
        Map<String, String> query = new HashMap<>(walk);
        if (table.pagination() instanceof Pagination.Cursor cursor) {
            query.put("limit", Integer.toString(cursor.limit()));
        }
        Set<String> used = new HashSet<>();
        var newRows = new NewRows(listing, table.key().name());
        int nothingNew = 0;
        for (int pages = 1; ; pages++) {
            Page page = api.page(table.path(), query, table.recordsField(), newRows);
            listing.endPage();
            nothingNew = newRows.endPage() ? 0 : nothingNew + 1;
            // A list that is documented as one page but names a next one is followed all the same: a cut list would
            // look like deletes.
            if (page.rows() == 0 || page.next().isEmpty()) {
                return pages;
            }
            if (!used.add(page.next())) {
                throw new PassFailedException(
                        "the pages of " + table.path() + " run in a circle: a cursor came a second time");
            }
            if (nothingNew == PAGES_WITHOUT_NEWS) {
                throw new PassFailedException("the pages of " + table.path() + " do not end: " + nothingNew
                        + " in a row brought no row that an earlier page did not have");
            }
            query.put("start", page.next());
        }
    }
}
