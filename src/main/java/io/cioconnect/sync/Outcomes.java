package io.cioconnect.sync;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** What became of the records of one pass so far, by the numbers it gave them. Told by any thread, asked and awaited by the refresh thread. */
public final class Outcomes {
    private final BitSet filtered = new BitSet();
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Map<Integer, Long> lowest = new HashMap<>();
    private int unresolved;
    private boolean failed;

    /** A record is about to be handed over. */
    public synchronized void handingOver() {
        unresolved++;
    }

    /** A record of the table's topic is in Kafka. */
    public synchronized void acknowledged(int partition, long offset) {
        positions.merge(partition, offset, Math::max);
        lowest.merge(partition, offset, Math::min);
        resolved();
    }

    /** A record of another topic is in Kafka, or was filtered. */
    public synchronized void done() {
        resolved();
    }

    public synchronized void filtered(int number) {
        filtered.set(number);
        resolved();
    }

    public synchronized void failed() {
        failed = true;
        resolved();
    }

    public synchronized boolean anyFailed() {
        return failed;
    }

    /** Waits until the outcome of every record handed over is known, however long Kafka takes. */
    public synchronized void awaitAll() throws InterruptedException, PassFailedException {
        while (unresolved > 0) {
            wait();
        }
        if (failed) {
            throw new PassFailedException(
                    "Kafka did not take a record of the pass; the worker's log has the producer's error");
        }
    }

    /** Which of some records a transform or a tolerated error kept out of Kafka, counted from the first of them. */
    public synchronized BitSet filtered(int first, int count) {
        return filtered.get(first, first + count);
    }

    /** The highest offset in each partition of the table's topic. */
    public synchronized Map<Integer, Long> positions() {
        return Map.copyOf(positions);
    }

    /** True when a record went to an offset that an earlier pass had already written. */
    public synchronized boolean isBelow(Map<Integer, Long> earlier) {
        return lowest.entrySet().stream()
                .anyMatch(record -> record.getValue() <= earlier.getOrDefault(record.getKey(), -1L));
    }

    private void resolved() {
        unresolved--;
        if (unresolved == 0) {
            notifyAll();
        }
    }
}
