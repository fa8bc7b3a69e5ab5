package io.cioconnect.refresh;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What became of the records of one pass so far. Told by any thread, asked and awaited by the refresh thread. */
final class Outcomes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allResolved = lock.newCondition();
    private final Set<RowOperation> filtered = new HashSet<>();
    private int unresolved;
    private boolean failed;
    private boolean awaited;

    /** A record is about to be handed over. */
    void handingOver() {
        lock.lock();
        try {
            unresolved++;
        } finally {
            lock.unlock();
        }
    }

    void acknowledged() {
        lock.lock();
        try {
            resolved();
        } finally {
            lock.unlock();
        }
    }

    void filtered(RowOperation operation) {
        lock.lock();
        try {
            filtered.add(operation);
            resolved();
        } finally {
            lock.unlock();
        }
    }

    void failed() {
        lock.lock();
        try {
            failed = true;
            resolved();
        } finally {
            lock.unlock();
        }
    }

    boolean anyFailed() {
        lock.lock();
        try {
            return failed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the outcome of every record handed over is known, however long Kafka takes. */
    void awaitAll() throws InterruptedException, PassFailedException {
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

    /** The records that a transform or a tolerated error kept out of Kafka. */
    Set<RowOperation> filtered() {
        lock.lock();
        try {
            return Set.copyOf(filtered);
        } finally {
            lock.unlock();
        }
    }

    /** True while the refresh thread cannot go on before another record is resolved. For tests that play Connect. */
    boolean isAwaited() {
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
