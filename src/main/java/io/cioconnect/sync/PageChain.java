package io.cioconnect.sync;

import java.util.HashSet;
import java.util.Set;

/** The pages of a list, each of which names the next: tells when they go in circles or bring nothing any more. One thread. */
public final class PageChain {
    /** A single one may come about when rows move while the list is read. */
    private static final int PAGES_WITHOUT_NEWS = 3;

    private static final int EMPTY_PAGES = 100;

    private final String path;
    private final Set<String> cursors = new HashSet<>();
    private final SeenIds seen = new SeenIds();
    private boolean hasNews = true; // whatever the first page brings is new
    private int withoutNews;
    private int empty;

    /** @param path for messages */
    public PageChain(String path) {
        this.path = path;
    }

    /** Whether the page under way is not the first. The rows of a first page need not be shown, and most lists have no other page. */
    public boolean isPastFirstPage() {
        return !cursors.isEmpty();
    }

    /** A row of the page under way. If the page breaks off and is read again, either try may bring news. */
    public void row(String id) {
        hasNews |= seen.add(id);
    }

    /**
     * The page under way is complete and names a next one. Throws when that has no end.
     *
     * @param isEmpty it has nothing in the place of a row
     */
    public void leadsTo(String cursor, boolean isEmpty) throws PassFailedException {
        if (!cursors.add(cursor)) {
            throw new PassFailedException("the pages of " + path + " form a loop: the same cursor came twice");
        }
        empty = isEmpty ? empty + 1 : 0;
        if (!isEmpty) {
            withoutNews = hasNews ? 0 : withoutNews + 1;
        }
        hasNews = false;
        if (empty == EMPTY_PAGES) {
            throw new PassFailedException(
                    "the pages of " + path + " do not end: " + empty + " pages in a row were empty");
        }
        if (withoutNews == PAGES_WITHOUT_NEWS) {
            throw new PassFailedException(
                    "the pages of " + path + " do not end: " + withoutNews + " pages in a row had no new row");
        }
    }
}
