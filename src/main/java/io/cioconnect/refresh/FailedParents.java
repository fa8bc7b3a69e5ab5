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
    private int count;

    FailedParents(String table) {
        this.table = table;
    }

    void beginPass() {
        now.clear();
        count = 0;
        unread = new KeyBeginnings();
    }

    /** @param beginning of the keys of its rows */
    void add(String path, String beginning, Exception e) {
        count += now.add(path) ? 1 : 0;
        unread.add(beginning);
        if (isNew(path)) {
            log.warn("Table {}: cannot read {}; its rows stay as they are: {}", table, path, e.getMessage());
        }
    }

    /**
     * A parent that cannot be asked for.
     *
     * @param parents name of its table
     * @param beginning of the keys that its rows may have
     */
    void addWithoutId(String parents, String beginning) {
        now.add(parents);
        count++;
        unread.add(beginning);
        if (isNew(parents)) {
            log.warn(
                    "Table {}: Customer.io lists a row of {} without a usable id; no row that may belong to it is deleted",
                    table,
                    parents);
        }
    }

    private boolean isNew(String name) {
        return named.size() < MOST_NAMED && named.add(name);
    }

    /** The pass is complete. A parent that it read is named again when it fails another time. */
    void endPass() {
        named.retainAll(now);
    }

    int count() {
        return count;
    }

    KeyBeginnings unread() {
        return unread;
    }
}
