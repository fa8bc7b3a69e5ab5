package io.cioconnect.refresh;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.schema.RowException;
import io.cioconnect.table.Source;
import io.cioconnect.table.Table;
import java.util.Map;

/** Fetches all rows of a table. Stateless. */
final class PageFetcher {
    private final Table table;
    private final AppApiClient api;

    PageFetcher(Table table, AppApiClient api) {
        this.table = table;
        this.api = api;
    }

    /** Fetches every walk of the table to its end and returns the number of pages. */
    int fetch(Listing listing) throws AppApiException, RowException, PassFailedException, InterruptedException {
        Source.OneList list = (Source.OneList) table.source();
        int pages = 0;
        for (Map<String, String> walk : list.walks()) {
            var walked =
                    new ListPages(api, list.path(), walk, list.recordsField(), list.pagination(), table.key(), listing);
            while (walked.hasNext()) {
                walked.fetchNext();
                listing.endPage();
                pages++;
            }
        }
        return pages;
    }

    /** True when the list came in more pieces than a single reply would need, so that rows may have moved between two of them. */
    boolean isCutIntoPages(int pages) {
        return table.isPaginated()
                || pages > ((Source.OneList) table.source()).walks().size();
    }
}
