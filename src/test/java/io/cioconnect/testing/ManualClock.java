package io.cioconnect.testing;

import io.cioconnect.pace.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves when it is told to. Whoever sleeps by it wakes up when it moves, and sleeps not at all if it moved since they looked. */
public final class ManualClock extends Clock implements Time {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final ThreadLocal<Long> lastSeen = ThreadLocal.withInitial(() -> 0L);
    private volatile Instant now = START;
    private long moves;
    private int sleepers;
    private boolean ended;

    public synchronized void advance(Duration by) {
        now = now.plus(by);
        moves++;
        sleepers = 0;
        notifyAll();
    }

    /** Returns when somebody has seen the time as it is now, and sleeps. */
    public synchronized void awaitSleeper() throws InterruptedException {
        while (sleepers == 0) {
            wait();
        }
    }

    /** Whether somebody has seen the time as it is now, and sleeps. */
    public synchronized boolean hasSleeper() {
        return sleepers > 0;
    }

    @Override
    public synchronized Instant instant() {
        lastSeen.set(moves);
        return now;
    }

    public long nanos() {
        return Duration.between(START, instant()).toNanos();
    }

    @Override
    public synchronized boolean sleep(Duration duration) throws InterruptedException {
        if (duration.isZero() || duration.isNegative()) {
            return !ended; // the clock moved while it was found out how long to sleep
        }
        long seen = lastSeen.get();
        sleepers++;
        notifyAll();
        while (!ended && moves == seen) {
            wait();
        }
        return !ended;
    }

    @Override
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock knows UTC only");
    }
}
