package io.cioconnect.pace;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Decides when to log a problem that persists: at once, and then at intervals. For one thread at a time. */
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

    /** The problem is over, so the next one is logged at once. */
    public void reset() {
        logged = false;
    }
}
