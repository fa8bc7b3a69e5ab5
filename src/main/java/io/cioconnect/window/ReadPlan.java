package io.cioconnect.window;

import io.cioconnect.offset.WindowOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One of the reads of a table that are made again and again. The loop's thread only. */
interface ReadPlan {
    /** How long after its creation a delivery is certain to be listed. */
    Duration LISTED_AFTER = Duration.ofSeconds(60);

    /** For the log. */
    String name();

    /** The age up to which it reads; zero for the first read. */
    Duration age();

    /** From the start of one read to the start of the next. */
    Duration interval();

    /** The read to make now, or to go on with; empty when there is none. */
    Optional<WindowOffset.Read> next(Instant now);

    /** The read to make in place of one that fails; it reads at least as much. */
    default Optional<WindowOffset.Read> restart(Instant now) {
        return next(now);
    }

    /** Of rows that were read before, those are written again that have something newer than this. */
    Instant changedAfter();

    static long listedUntil(Instant now) {
        return now.minus(LISTED_AFTER).getEpochSecond();
    }
}
