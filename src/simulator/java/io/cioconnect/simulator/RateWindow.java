package io.cioconnect.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Allows a number of requests in any window of a given length. Refused requests do not count. Thread-safe. */
final class RateWindow {
    private final int limit;
    private final long window;
    private final LongSupplier nanoTime;
    private final Deque<Long> admitted = new ArrayDeque<>();

    RateWindow(int limit, Duration window, LongSupplier nanoTime) {
        this.limit = limit;
        this.window = window.toNanos();
        this.nanoTime = nanoTime;
    }

    synchronized boolean admit() {
        long now = nanoTime.getAsLong();
        while (!admitted.isEmpty() && now - admitted.getFirst() >= window) {
            admitted.removeFirst();
        }
        if (admitted.size() >= limit) {
            return false;
        }
        admitted.addLast(now);
        return true;
    }
}
