package io.cioconnect.refresh;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parents that a pass could not read. They are named in the log once, until a pass reads them all. One thread. */
final class FailedParents {
    private static final Logger log = LoggerFactory.getLogger(FailedParents.class);
    private static final int MOST_NAMED = 10_000;

    private final String table;
    private final Set<String> named = new HashSet<>();
    private final Set<String> now = new HashSet<>();
    private KeyBeginnings unread = new KeyBeginnings();

    FailedParents(String table) {
        this.table = table;
    }

    void beginPass() {
        now.clear();
        unread = new KeyBeginnings();
    }

    /** @param beginning of the keys of its rows */
    void add(String path, String beginning, Exception e) {
        now.add(path);
        unread.add(beginning);
        if (named.size() < MOST_NAMED && named.add(path)) {
            log.warn("Table {}: cannot read {}; its rows stay as they are: {}", table, path, e.getMessage());
        }
    }

    /** The pass is complete. A parent that it read is named again when it fails another time. */
    void endPass() {
        named.retainAll(now);
    }

    int count() {
        return now.size();
    }

    KeyBeginnings unread() {
        return unread;
    }
}
