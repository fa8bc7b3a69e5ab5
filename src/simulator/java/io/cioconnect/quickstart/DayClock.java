package io.cioconnect.quickstart;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Shows a time in the past, and goes on from there like any clock. When it is told to hurry, it runs faster until it shows the present. It never
 * shows the future, because the connector goes by the time of this machine. Thread-safe.
 */
final class DayClock extends Clock {
    private final Clock base;
    private Instant from; // of the base; this and the next two guarded by this
    private Instant shown;
    private int factor = 1;

    DayClock(Clock base, Duration behind) {
        this.base = base;
        this.from = base.instant();
        this.shown = from.minus(behind);
    }

    /** From now on, this many seconds pass in one. */
    synchronized void hurry(int times) {
        Instant now = base.instant();
        shown = at(now);
        from = now;
        factor = times;
    }

    @Override
    public synchronized Instant instant() {
        return at(base.instant());
    }

    private Instant at(Instant now) {
        Instant there = shown.plus(Duration.between(from, now).multipliedBy(factor));
        return there.isAfter(now) ? now : there;
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the zone is that of the base");
    }
}
