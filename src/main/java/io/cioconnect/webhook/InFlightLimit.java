package io.cioconnect.webhook;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many deliveries a listener is reading or has not answered yet, and how many bytes of bodies it holds for them. Thread-safe;
 * never blocks. The limits are given with each question, because a new configuration may change them while deliveries are in flight.
 */
final class InFlightLimit {
    private final AtomicInteger deliveries = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    boolean tryEnter(int maxDeliveries) {
        if (deliveries.incrementAndGet() > maxDeliveries) {
            deliveries.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        deliveries.decrementAndGet();
    }

    boolean tryReserve(long more, long maxBytes) {
        if (bytes.addAndGet(more) > maxBytes) {
            bytes.addAndGet(-more);
            return false;
        }
        return true;
    }

    void release(long less) {
        bytes.addAndGet(-less);
    }

    boolean isFull(int maxDeliveries, long maxBytes) {
        return deliveries.get() >= maxDeliveries || bytes.get() >= maxBytes;
    }

    int deliveries() {
        return deliveries.get();
    }

    long bytes() {
        return bytes.get();
    }
}
