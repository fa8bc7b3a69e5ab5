package io.cioconnect.api;

import java.time.Duration;
import java.time.Instant;

/** Time as the client sees it: the system's, or a test's own. Thread-safe. */
interface Time {
    /** As {@link System#nanoTime()}. */
    long nanos();

    Instant instant();

    /** Waits. False when the waits have been ended. */
    boolean sleep(Duration duration) throws InterruptedException;

    /** Ends all waits, those to come included. */
    void end();
}
