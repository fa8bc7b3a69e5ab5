package io.cioconnect.sync;

import io.cioconnect.api.AppApiException;
import io.cioconnect.schema.RowException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the loop of a task does again and again: it is due, makes a turn, and yields in the middle of a long one. The loop's thread only. */
public interface Sync {
    /** For the log; no two of a loop have the same. */
    String name();

    /** From the start of one complete sync to the start of the next. */
    Duration interval();

    /** When the last complete one began, of this or an earlier task; the epoch when there was none, and the first is due at once. */
    Instant lastStart();

    /** What is known of earlier ones, in a few words for the log. */
    String remembered();

    /** A problem that persists although turns succeed. */
    Optional<String> concern();

    /** True when it takes only a few calls, so that it may run in the middle of another one's turn. */
    boolean isShort();

    /**
     * The task starts.
     *
     * @param wasDue an earlier task may have begun one of which nothing was stored
     * @return whether it is due at once in any case
     */
    boolean starting(boolean wasDue);

    /**
     * Makes a turn.
     *
     * @param others what may be run between two calls of a long turn
     */
    Turn run(Instant start, BetweenCalls others)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException;

    /** When the next turn is due, for whoever watches. */
    void due(Instant at);

    /** The last turn failed for this reason, and another will be made. */
    void failed(String reason);

    /** How a turn ended. */
    enum Turn {
        /** The next is due an interval after the start of this one. */
        COMPLETE,
        /** As complete, but there was nothing to ask Customer.io for. */
        NOTHING,
        /** It goes on as soon as the others that are due had their turns. */
        UNFINISHED,
        /** What is in the topic is not complete: another is due at once. */
        AGAIN
    }

    /** Runs what may run between two calls. */
    interface BetweenCalls {
        void run() throws InterruptedException;
    }
}
