package io.cioconnect.record;

import java.time.Duration;
import java.util.List;

/**
 * The hand-over to poll(): two bounded lanes, deliveries before rows, and a failure slot. Thread-safe. The bounds of the rows lane
 * hold until a row's fate is known, so that a large refresh never stands between a delivery and Kafka.
 */
public final class RecordQueue {
    /** Adds a row; blocks while the rows on their way exceed the bounds. */
    public void putRow(TrackedRecord row) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Adds a delivery; its number and bytes are bounded where deliveries are admitted, so this never blocks. */
    public void putDelivery(TrackedRecord delivery) {
        throw new UnsupportedOperationException();
    }

    /** The task cannot go on: the next {@link #take} throws this. The first failure counts. */
    public void fail(RuntimeException cause) {
        throw new UnsupportedOperationException();
    }

    /** Records to hand over now, empty after the wait; throws what {@link #fail} was given. */
    public List<TrackedRecord> take(Duration wait) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}
