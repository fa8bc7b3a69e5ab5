package io.cioconnect.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The cursors of a list's pages, as changed by the moods. Thread-safe. */
final class MoodyCursors {
    private static final String AGAIN = "again-";

    private final Moods moods;

    MoodyCursors(Moods moods) {
        this.moods = moods;
    }

    /** Creates the page that a query asks for. */
    interface Pages {
        ListPage page(Map<String, String> query) throws ListPage.BadQuery;
    }

    ListPage page(Map<String, String> query, Pages pages) throws ListPage.BadQuery {
        String start = query.getOrDefault("start", "");
        if (moods.isOn(Mood.NOTHING_NEW)) {
            return nothingNew(query, start, pages);
        }
        ListPage page = pages.page(query);
        if (page.next().isEmpty()) {
            return page;
        }
        boolean hasRows = !page.rows().isEmpty();
        if (hasRows && !start.isEmpty() && moods.strike(Mood.CURSOR_REPEATS)) {
            return page.leadingTo(start);
        }
        if (hasRows && page.number() >= 3 && moods.strike(Mood.CURSOR_LOOPS)) {
            return page.leadingTo(page.second());
        }
        if (page.isLast() && moods.strike(Mood.CURSOR_LIES)) {
            return page.leadingTo(ListPage.encode("no such row"));
        }
        return page.isLast() && moods.strike(Mood.NO_CURSOR_AT_END) ? page.withoutCursor() : page;
    }

    private ListPage nothingNew(Map<String, String> query, String start, Pages pages) throws ListPage.BadQuery {
        Map<String, String> first = new HashMap<>(query);
        first.remove("start");
        ListPage page = pages.page(first);
        if (page.next().isEmpty()) {
            return page;
        }
        moods.strike(Mood.NOTHING_NEW);
        int number = start.startsWith(AGAIN) ? Integer.parseInt(start.substring(AGAIN.length())) : 1;
        return new ListPage(page.rows(), number, Optional.of(AGAIN + (number + 1)), page.second());
    }
}
