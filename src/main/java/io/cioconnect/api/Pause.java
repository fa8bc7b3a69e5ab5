package io.cioconnect.api;

import java.time.Duration;

/** A time in which no call of this client is sent, because Customer.io answered 429. Thread-safe. */
final class Pause {
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Time time;
    private long until;
    private Duration last = Duration.ZERO;

    Pause(Time time) {
        this.time = time;
        this.until = time.nanos();
    }

    /** The wait a 429 without {@code Retry-After} asks for when the one before asked for {@code last}. */
    static Duration after(Duration last) {
        if (last.isZero()) {
            return FIRST;
        }
        Duration doubled = last.multipliedBy(2);
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    synchronized Duration left() {
        return Duration.ofNanos(Math.max(0, until - time.nanos()));
    }

    /** Waits until there is no pause. False when the client is closed. */
    boolean await() throws InterruptedException {
        for (Duration left = left(); !left.isZero(); left = left()) {
            if (!time.sleep(left)) {
                return false;
            }
        }
        return true;
    }

    synchronized void lasts(Duration duration) {
        extend(duration);
    }

    /** A 429 that says nothing of when. Several at once, of calls that were under way together, are one. */
    synchronized Duration lastsLonger() {
        if (left().isZero()) {
            last = after(last);
            extend(last);
        }
        return left();
    }

    /** An answer that is no 429: the next pause is a short one again. */
    synchronized void over() {
        last = Duration.ZERO;
    }

    private void extend(Duration duration) {
        long end = time.nanos() + duration.toNanos();
        if (end - until > 0) {
            until = end;
        }
    }
}
