package io.cioconnect.sync;

import java.time.Instant;

/** The records of one pass, or of one window: what they have in common on their way. Asked by any thread. */
public interface RecordGroup {
    /** When it was begun; the timestamp of each record. */
    Instant start();

    /** What became of its records. */
    Outcomes outcomes();

    /** True when what was read is too old to be written. */
    boolean isOutdated();
}
