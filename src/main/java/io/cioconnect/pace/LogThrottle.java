package io.cioconnect.pace;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells when to log trouble that lasts: at once, and then every so often. Used by one thread at a time. */
public final class LogThrottle {
    private final Duration pause;
    private final LongSupplier nanoTime;
    private boolean logged;
    private long lastNanos;

    public LogThrottle(Duration pause, LongSupplier nanoTime) {
        this.pause = pause;
        this.nanoTime = nanoTime;
    }

    /** True when it is time to log; the next time is then a pause away. */
    public boolean acquire() {
        long now = nanoTime.getAsLong();
        if (logged && now - lastNanos < pause.toNanos()) {
            return false;
        }
        logged = true;
        lastNanos = now;
        return true;
    }

    /** The trouble is over: the next one is logged at once. */
    public void reset() {
        logged = false;
    }
}
