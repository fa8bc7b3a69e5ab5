package io.cioconnect.record;

import io.cioconnect.pace.Gathering;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hand-over to poll(): two lanes, deliveries before rows, and a failure slot. Thread-safe.
 *
 * <p>The bounds of the rows lane hold until a row's outcome is known, not only until it was polled: rows on their way to Kafka stand
 * between a delivery and its acknowledgement, so a large refresh may only ever have a few of them there. Deliveries are bounded where
 * they are admitted. A part that cannot go on calls {@link #fail}, and the next {@link #take} throws its cause, so that the task fails
 * with the true reason.
 */
public final class RecordQueue {
    /** Deliveries in one batch: in exactly-once mode a batch is a transaction, which should stay short. */
    private static final int MAX_DELIVERIES = 500;

    /** A batch of this many comes from many senders at once. After a smaller one, nothing is gathered. */
    private static final int MANY_DELIVERIES = 8;

    /** Rows in one batch beside deliveries or alone. */
    private static final int MAX_ROWS = 200;

    private static final long SHORTEST_STALL_NANOS = 1_000_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition roomForRows = lock.newCondition();
    private final Gathering<TrackedRecord> together = new Gathering<>(this::put);
    private final Deque<TrackedRecord> deliveries = new ArrayDeque<>();
    private final Deque<TrackedRecord> rows = new ArrayDeque<>();
    private final int maxRowsOnTheirWay;
    private final long maxRowBytesOnTheirWay;
    private final LongSupplier nanoTime;
    private int rowsOnTheirWay;
    private long rowBytesOnTheirWay;
    private @Nullable RuntimeException failure;
    private int enoughDeliveries = 1; // to wake the thread that waits in take()
    private int lastDeliveries;
    private long lastTaken;
    private long stallEnd;
    private long stallNanos;

    /**
     * @param maxRowsOnTheirWay rows queued or handed over whose outcome is not known yet
     * @param maxRowBytesOnTheirWay the same in bytes; one row always fits
     */
    public RecordQueue(int maxRowsOnTheirWay, long maxRowBytesOnTheirWay) {
        this(maxRowsOnTheirWay, maxRowBytesOnTheirWay, System::nanoTime);
    }

    /** @param nanoTime for tests with a clock of their own */
    public RecordQueue(int maxRowsOnTheirWay, long maxRowBytesOnTheirWay, LongSupplier nanoTime) {
        this.maxRowsOnTheirWay = maxRowsOnTheirWay;
        this.maxRowBytesOnTheirWay = maxRowBytesOnTheirWay;
        this.nanoTime = nanoTime;
        this.lastTaken = nanoTime.getAsLong();
    }

    /** The queue's clock, in nanoseconds. */
    public long now() {
        return nanoTime.getAsLong();
    }

    /**
     * True when, since that time, nothing was taken for at least this long: the task was paused, or Kafka did not take the last batch. Only
     * the newest such stall of a second or more is remembered.
     *
     * @param nanos a time of {@link #now}
     */
    public boolean wasStalledSince(long nanos, Duration atLeast) {
        lock.lock();
        try {
            return stallEnd - nanos > 0 && Math.min(stallNanos, stallEnd - nanos) >= atLeast.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a row; blocks while the rows on their way exceed the bounds. {@link #resolved} must follow for each row. */
    public void putRow(TrackedRecord row) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (rowsOnTheirWay > 0
                    && (rowsOnTheirWay >= maxRowsOnTheirWay
                            || rowBytesOnTheirWay + row.estimatedBytes() > maxRowBytesOnTheirWay)) {
                roomForRows.await();
            }
            rowsOnTheirWay++;
            rowBytesOnTheirWay += row.estimatedBytes();
            rows.add(row);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a delivery; never blocks. Those that one thread has {@linkplain Gathering gathered} come to the poll together. */
    public void putDelivery(TrackedRecord delivery) {
        if (!together.keep(delivery)) {
            put(List.of(delivery));
        }
    }

    private void put(List<TrackedRecord> some) {
        lock.lock();
        try {
            deliveries.addAll(some);
            if (deliveries.size() >= enoughDeliveries) {
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The task cannot go on: the next {@link #take} throws this. The first failure counts. */
    public void fail(RuntimeException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Records to hand over now, claimed; empty after the wait. Throws what {@link #fail} was given. */
    public List<TrackedRecord> take(Duration wait) throws InterruptedException {
        return take(wait, Duration.ZERO);
    }

    /**
     * The same, for batches that are expensive. When the last one held many deliveries, their senders now have their answers and send again
     * at nearly the same time: waits until as many deliveries are there, but no longer than {@code gather}. A lone sender never waits.
     */
    public List<TrackedRecord> take(Duration wait, Duration gather) throws InterruptedException {
        List<TrackedRecord> taken = remove(wait, gather);
        taken.removeIf(record -> !claim(record));
        return taken;
    }

    /** False for a record that is no longer to be written; if it is a row, it makes room for another. */
    private boolean claim(TrackedRecord record) {
        boolean isClaimed = record.claim();
        if (!isClaimed && record.isRow()) {
            resolved(record);
        }
        return isClaimed;
    }

    /** A row's outcome is known: it makes room for another. */
    void resolved(TrackedRecord row) {
        lock.lock();
        try {
            rowsOnTheirWay--;
            rowBytesOnTheirWay -= row.estimatedBytes();
            if (isRoomForSome()) {
                roomForRows.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A quarter of the room: a thread that is woken for each single row costs more than the row. */
    private boolean isRoomForSome() {
        return rowsOnTheirWay == 0
                || (4L * rowsOnTheirWay <= 3L * maxRowsOnTheirWay
                        && 4 * rowBytesOnTheirWay <= 3 * maxRowBytesOnTheirWay);
    }

    private List<TrackedRecord> remove(Duration wait, Duration gather) throws InterruptedException {
        long nanos = wait.toNanos();
        lock.lockInterruptibly();
        try {
            noteStall();
            while (failure == null && deliveries.isEmpty() && rows.isEmpty() && nanos > 0) {
                nanos = filled.awaitNanos(nanos);
            }
            if (!deliveries.isEmpty() && lastDeliveries >= MANY_DELIVERIES) {
                gather(lastDeliveries, gather.toNanos());
            }
            if (failure != null) {
                throw failure;
            }
            List<TrackedRecord> taken = new ArrayList<>();
            move(deliveries, MAX_DELIVERIES, taken);
            lastDeliveries = taken.size();
            move(rows, MAX_ROWS, taken);
            lastTaken = nanoTime.getAsLong();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Woken once, not for each delivery. */
    private void gather(int enough, long nanos) throws InterruptedException {
        long left = nanos;
        enoughDeliveries = enough;
        try {
            while (failure == null && deliveries.size() < enough && left > 0) {
                left = filled.awaitNanos(left);
            }
        } finally {
            enoughDeliveries = 1;
        }
    }

    private void noteStall() {
        long now = nanoTime.getAsLong();
        if (now - lastTaken >= SHORTEST_STALL_NANOS) {
            stallEnd = now;
            stallNanos = now - lastTaken;
        }
    }

    private static void move(Deque<TrackedRecord> lane, int max, List<TrackedRecord> taken) {
        for (int n = 0; n < max && !lane.isEmpty(); n++) {
            taken.add(lane.remove());
        }
    }
}
