package io.cioconnect.sync;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What became of the records of one pass so far, by the numbers it gave them. Told by any thread, asked and awaited by the refresh thread. */
public final class Outcomes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allResolved = lock.newCondition();
    private final BitSet filtered = new BitSet();
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Map<Integer, Long> lowest = new HashMap<>();
    private int unresolved;
    private boolean failed;
    private boolean awaited;

    /** A record is about to be handed over. */
    public void handingOver() {
        lock.lock();
        try {
            unresolved++;
        } finally {
            lock.unlock();
        }
    }

    /** A record of the table's topic is in Kafka. */
    public void acknowledged(int partition, long offset) {
        lock.lock();
        try {
            positions.merge(partition, offset, Math::max);
            lowest.merge(partition, offset, Math::min);
            resolved();
        } finally {
            lock.unlock();
        }
    }

    /** A record of another topic is in Kafka, or was filtered. */
    public void done() {
        lock.lock();
        try {
            resolved();
        } finally {
            lock.unlock();
        }
    }

    public void filtered(int number) {
        lock.lock();
        try {
            filtered.set(number);
            resolved();
        } finally {
            lock.unlock();
        }
    }

    public void failed() {
        lock.lock();
        try {
            failed = true;
            resolved();
        } finally {
            lock.unlock();
        }
    }

    public boolean anyFailed() {
        lock.lock();
        try {
            return failed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the outcome of every record handed over is known, however long Kafka takes. */
    public void awaitAll() throws InterruptedException, PassFailedException {
        lock.lockInterruptibly();
        try {
            awaited = true;
            while (unresolved > 0) {
                allResolved.await();
            }
            if (failed) {
                throw new PassFailedException("Kafka did not take a record of the pass");
            }
        } finally {
            awaited = false;
            lock.unlock();
        }
    }

    /** Which of some records a transform or a tolerated error kept out of Kafka, counted from the first of them. */
    public BitSet filtered(int first, int count) {
        lock.lock();
        try {
            return filtered.get(first, first + count);
        } finally {
            lock.unlock();
        }
    }

    /** The highest offset in each partition of the table's topic. */
    public Map<Integer, Long> positions() {
        lock.lock();
        try {
            return Map.copyOf(positions);
        } finally {
            lock.unlock();
        }
    }

    /** True when a record went to an offset that an earlier pass had already written. */
    public boolean isBelow(Map<Integer, Long> earlier) {
        lock.lock();
        try {
            return lowest.entrySet().stream()
                    .anyMatch(record -> record.getValue() <= earlier.getOrDefault(record.getKey(), -1L));
        } finally {
            lock.unlock();
        }
    }

    /** True while the refresh thread cannot go on before another record is resolved. For tests that play Connect. */
    public boolean isAwaited() {
        lock.lock();
        try {
            return awaited && unresolved > 0;
        } finally {
            lock.unlock();
        }
    }

    private void resolved() {
        unresolved--;
        if (unresolved == 0) {
            allResolved.signalAll();
        }
    }
}
