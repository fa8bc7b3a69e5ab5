package io.cioconnect.window;

import io.cioconnect.schema.RowException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a table's rows that cannot be stored. Once, although window after window and read after read has the same ones, until a read of
 * the same age or a longer one has none. The loop's thread only.
 */
final class RejectedRows {
    private static final Logger log = LoggerFactory.getLogger(RejectedRows.class);

    private final String table;
    private final Set<Duration> told = new HashSet<>();
    private final Set<Duration> underway = new HashSet<>();

    RejectedRows(String table) {
        this.table = table;
    }

    /**
     * A read found one.
     *
     * @param age of the read, as of its plan
     * @param number of the row, counted in its window
     */
    void add(Duration age, long number, RowException why) {
        if (told.isEmpty()) {
            log.warn(
                    "Table {}: row {} of the window cannot be stored and goes to quarantine: {}",
                    table,
                    number,
                    why.getMessage());
        }
        told.add(age);
        underway.add(age);
    }

    /** The read of that age is complete. */
    void endRead(Duration age) {
        if (!underway.remove(age)) {
            told.removeIf(other -> other.compareTo(age) <= 0);
        }
    }
}
