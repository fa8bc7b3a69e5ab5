package io.cioconnect.listener;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says of a lasting trouble when it is time to log it: at once, and then every so often. Used by one thread at a time. */
final class LogThrottle {
    private final Duration pause;
    private final LongSupplier nanoTime;
    private boolean made;
    private long lastNanos;

    LogThrottle(Duration pause, LongSupplier nanoTime) {
        this.pause = pause;
        this.nanoTime = nanoTime;
    }

    boolean isDue() {
        long now = nanoTime.getAsLong();
        if (made && now - lastNanos < pause.toNanos()) {
            return false;
        }
        made = true;
        lastNanos = now;
        return true;
    }

    /** The trouble is over: the next one is logged at once. */
    void settle() {
        made = false;
    }
}
