package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.table.MetricDays;
import io.cioconnect.table.Secrecy;
import io.cioconnect.table.Source;
import io.cioconnect.table.Table;
import java.io.IOException;

/** Fetches all rows of a table, pass after pass. One thread. */
final class PageFetcher {
    private final Table table;
    private final AppApiClient api;
    private final ContentConfig config;
    private final FailedParents failed;

    PageFetcher(Table table, AppApiClient api, ContentConfig config) {
        this.table = table;
        this.api = api;
        this.config = config;
        this.failed = new FailedParents(table.name());
    }

    /** Runs what may run between two calls of a long fetch, and may end it. */
    interface BetweenCalls {
        void run() throws PassFailedException, InterruptedException;
    }

    /**
     * Fetches the table to its end.
     *
     * @param pass whose time ends the fetch even in the middle of a reply
     * @param betweenCalls run after each call, also after those that brought no row of this table: parents, and parents without children
     */
    Fetched fetch(PageSink listing, Pass pass, BetweenCalls betweenCalls)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        var days = new MetricDays(pass.start(), config.metricDays(), config.metricZone());
        failed.beginPass();
        var pieces = new Pieces();
        TableFetch fetch = fetch(new PassCalls(api, pass), table, days, new Kept(listing), failed, pieces);
        while (fetch.next()) {
            betweenCalls.run();
        }
        failed.endPass();
        return new Fetched(fetch.pages(), failed.count(), failed.unread(), pieces);
    }

    static TableFetch fetch(
            PassCalls calls, Table table, MetricDays days, PageSink sink, FailedParents failed, Pieces pieces) {
        return table.source() instanceof Source.PerParent children
                ? new ChildFetch(calls, table, children, days, sink, failed, pieces)
                : new ListFetch(calls, (Source.OneList) table.source(), table.key(), sink, pieces);
    }

    /** Takes out of each row what must not be kept. */
    private final class Kept implements PageSink {
        private final PageSink sink;

        private Kept(PageSink sink) {
            this.sink = sink;
        }

        @Override
        public void beginPage() throws IOException {
            sink.beginPage();
        }

        @Override
        public void row(ObjectNode row) throws IOException, RowException {
            table.use().secrecy().apply(row, config.bodies());
            sink.row(row);
        }

        @Override
        public void rejected(RejectedRow row) throws IOException {
            Secrecy secrecy = table.use().secrecy();
            if (row.value() instanceof ObjectNode beginning) {
                secrecy.apply(beginning, config.bodies());
                sink.rejected(row);
            } else {
                sink.rejected(new RejectedRow(secrecy.redactNonObject(row.value(), config.bodies()), row.why()));
            }
        }

        @Override
        public void endPage() {
            sink.endPage();
        }

        @Override
        public void mark() {
            sink.mark();
        }

        @Override
        public void reset() throws IOException {
            sink.reset();
        }
    }
}
