package io.cioconnect.window;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.api.Page;
import io.cioconnect.api.RowSink;
import io.cioconnect.offset.Window;
import io.cioconnect.pace.Time;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PageChain;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.table.DeliveryRows;
import io.cioconnect.table.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Fetches one window, page after page, newest first. A window with too many pages is cut: then only its newer part is read, down to a second
 * of which nothing was read yet. One thread.
 */
final class WindowFetch {
    /** A window is cut after this many pages, so that a failure does not cost more. */
    static final int PAGES = 50;

    private static final int ROWS_PER_PAGE = 1_000;

    /** A page with more rows, or one that takes longer, counts as endless. Its rows are held in memory. */
    private static final int MOST_ROWS = 10 * ROWS_PER_PAGE;

    private static final Duration LONGEST_REPLY = Duration.ofMinutes(10);

    private final AppApiClient api;
    private final Source.Windows source;
    private final Time clock;
    private final Duration timeout;
    private final Iterator<String> types;
    private TypePages current;
    private Window window;
    private List<RejectedRow> rejected = List.of();
    private boolean isFirstType = true;
    private boolean ended;
    private int pages;

    /** How far one type was read. */
    private static final class TypePages {
        private final String type;
        private final PageChain chain;
        private String cursor = "";
        private boolean isOrdered = true;
        private int pages;
        private Duration inCalls = Duration.ZERO;
        private long lastCreated = Long.MAX_VALUE;

        /** @param type empty for all types at once */
        private TypePages(String type, String path) {
            this.type = type;
            this.chain = new PageChain(path);
        }
    }

    WindowFetch(AppApiClient api, Source.Windows source, WindowParts parts, Window window) {
        List<String> types = parts.config().types(); // asked for one after the other; none for all at once
        this.api = api;
        this.source = source;
        this.clock = parts.clock();
        this.timeout = parts.pagesTimeout();
        this.types = (types.isEmpty() ? List.of("") : types).iterator();
        this.current = new TypePages(this.types.next(), source.path());
        this.window = window;
    }

    boolean hasNext() {
        return !ended;
    }

    int pages() {
        return pages;
    }

    /** Whether the calls of the type under way took longer than those of any type may. */
    boolean tookTooLong() {
        return current.inCalls.compareTo(timeout) > 0;
    }

    /** What is read when there is no next page. */
    Window window() {
        return window;
    }

    /** Makes one call. */
    List<ObjectNode> next() throws AppApiException, RowException, PassFailedException, InterruptedException {
        var rows = new PageRows();
        Instant asked = clock.instant();
        Page page = api.page(source.path(), query(), source.recordsField(), rows, rows::isEndless);
        current.inCalls = current.inCalls.plus(Duration.between(asked, clock.instant()));
        pages++;
        current.pages++;
        rejected = rows.rejected;
        current.isOrdered &= continuesInOrder(rows.rows);
        if (page.next().isEmpty()) {
            endType();
            return rows.rows;
        }
        requireAnEnd(page.next(), rows.rows);
        current.cursor = page.next();
        return current.isOrdered && isLong() ? cut(rows.rows) : rows.rows;
    }

    /**
     * Before the pages take so long that the window fails. Of a later type nothing else cuts the window, because what the types before it
     * brought of the rest is read again.
     */
    private boolean isLong() {
        return (isFirstType && current.pages >= PAGES) || current.inCalls.compareTo(timeout.dividedBy(2)) > 0;
    }

    /** What stood in the place of rows in the latest reply. */
    List<RejectedRow> rejected() {
        return rejected;
    }

    private Map<String, String> query() {
        Map<String, String> query = new HashMap<>();
        query.put("start_ts", Long.toString(window.from()));
        query.put("end_ts", Long.toString(window.to()));
        query.put("limit", Integer.toString(ROWS_PER_PAGE));
        query.put("get_tracked_responses", "true");
        if (!current.type.isEmpty()) {
            query.put("type", current.type);
        }
        if (!current.cursor.isEmpty()) {
            query.put("start", current.cursor);
        }
        return query;
    }

    /** Only an empty cursor is the end: an empty page may have further ones behind it. */
    private void endType() {
        isFirstType = false;
        ended = !types.hasNext();
        if (!ended) {
            current = new TypePages(types.next(), source.path());
        }
    }

    private void requireAnEnd(String next, List<ObjectNode> rows) throws PassFailedException {
        rows.forEach(row -> current.chain.row(row.path("id").asText()));
        current.chain.leadsTo(next, rows.isEmpty());
        if (tookTooLong()) {
            throw new PassFailedException("reading the pages of a window took longer than refresh.pass.timeout.ms ("
                    + timeout.toMillis() + ")");
        }
    }

    /** Newest first, as far as it can be told: only then is what is left of a window older than what was read. */
    private boolean continuesInOrder(List<ObjectNode> rows) {
        for (ObjectNode row : rows) {
            OptionalLong created = DeliveryRows.created(row);
            if (created.isEmpty() || created.getAsLong() > current.lastCreated) {
                return false;
            }
            current.lastCreated = created.getAsLong();
        }
        return true;
    }

    /** The rows of the page's last second are left for the next window, unless the whole page is of one second. */
    private List<ObjectNode> cut(List<ObjectNode> rows) {
        long left = current.lastCreated;
        boolean isPossible = !rows.isEmpty()
                && DeliveryRows.created(rows.get(0)).orElseThrow() > left
                && left >= window.from()
                && left < window.to();
        if (!isPossible) {
            return rows;
        }
        window = new Window(left + 1, window.to());
        endType();
        return rows.stream()
                .filter(row -> DeliveryRows.created(row).orElseThrow() > left)
                .toList();
    }

    /** The rows of a page; of one that broke off none stay. */
    private final class PageRows implements RowSink {
        private final List<ObjectNode> rows = new ArrayList<>();
        private final List<RejectedRow> rejected = new ArrayList<>();
        private Instant begun = clock.instant();

        @Override
        public void beginPage() {
            rows.clear();
            rejected.clear();
            begun = clock.instant();
        }

        @Override
        public void row(ObjectNode row) {
            rows.add(row);
        }

        @Override
        public void rejected(RejectedRow row) {
            rejected.add(row);
        }

        private boolean isEndless() {
            return rows.size() + rejected.size() > MOST_ROWS || clock.instant().isAfter(begun.plus(LONGEST_REPLY));
        }
    }
}
