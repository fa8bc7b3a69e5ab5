package io.cioconnect.listener;

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

    /**
     * A body that is alone always fits, however low the limit: otherwise it would be answered 503 each time it comes again.
     *
     * @param held what the same body has reserved already
     */
    boolean tryReserve(long more, long held, long maxBytes) {
        long before;
        do {
            before = bytes.get();
            if (before + more > maxBytes && before > held) {
                return false;
            }
        } while (!bytes.compareAndSet(before, before + more));
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
