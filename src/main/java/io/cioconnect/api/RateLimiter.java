package io.cioconnect.api;

import java.time.Duration;

/** A task's share of the connector's request budget, spread evenly: one permit per interval, no bursts. Thread-safe. */
final class RateLimiter {
    /** What the library answers when the wait would be too long. */
    private static final Duration NO_PERMIT = Duration.ofNanos(-1);

    /** A system property, so that tests of a simulated API need not wait; no key of the connector, because the real API enforces its limit. */
    private static final int FACTOR = Integer.getInteger("io.cioconnect.api.budget.factor", 1);

    private final dev.failsafe.RateLimiter<Object> permits;

    RateLimiter(double requestsPerSecond) {
        permits = dev.failsafe.RateLimiter.smoothBuilder(Duration.ofNanos((long) (1e9 / (requestsPerSecond * FACTOR))))
                .build();
    }

    /** Takes the next permit and tells how long to wait before it may be used. */
    Duration reserve() {
        return permits.reservePermit();
    }

    /** As {@link #reserve()}, unless that would be a longer wait than the limit: then no permit is taken and the limit is told. */
    Duration reserveWithin(Duration limit) {
        Duration wait = permits.tryReservePermit(limit);
        return wait.equals(NO_PERMIT) ? limit : wait;
    }
}
