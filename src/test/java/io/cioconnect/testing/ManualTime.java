package io.cioconnect.testing;

import io.cioconnect.pace.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that only a wait moves on, at once. Remembers the waits of 10 ms and more; shorter ones are the rate limiter's. */
public final class ManualTime implements Time {
    public static final Instant START = Instant.parse("2026-11-02T10:00:00Z");

    private static final Duration SHORTEST = Duration.ofMillis(10);

    private final List<Duration> waits = new ArrayList<>();
    private long elapsed;
    private boolean ended;

    public synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    public synchronized long nanos() {
        return elapsed;
    }

    @Override
    public synchronized Instant instant() {
        return START.plusNanos(elapsed);
    }

    @Override
    public synchronized boolean sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        elapsed += duration.toNanos();
        if (duration.compareTo(SHORTEST) >= 0) {
            waits.add(duration);
        }
        return !ended;
    }

    @Override
    public synchronized void end() {
        ended = true;
    }
}
