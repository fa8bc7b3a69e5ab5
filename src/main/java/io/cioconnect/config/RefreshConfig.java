package io.cioconnect.config;

import java.time.Duration;
import java.util.Map;

/**
 * Full refresh of list tables.
 *
 * @param intervals start of one pass to start of the next, for every selected list table
 * @param maxDeleteFraction a pass that would delete a larger share of a table's rows holds its deletes
 */
public record RefreshConfig(
        Map<String, Duration> intervals, boolean onStart, Emit emit, Deletes deletes, double maxDeleteFraction) {

    /** Which rows of a pass become records. */
    public enum Emit {
        ALL,
        CHANGES
    }

    /** What a vanished row becomes. */
    public enum Deletes {
        TOMBSTONE,
        FLAG,
        BOTH,
        NONE
    }
}
