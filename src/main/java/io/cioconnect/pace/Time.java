package io.cioconnect.pace;

import java.time.Duration;
import java.time.InstantSource;

/** Time that can be waited for: the system's, or one that a test moves on. Thread-safe. */
public interface Time extends InstantSource {
    /** Waits. False when the waits have been ended. */
    boolean sleep(Duration duration) throws InterruptedException;

    /** Ends all waits, those to come included. */
    void end();
}
