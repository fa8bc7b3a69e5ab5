package io.cioconnect.record;

/** What is known of Connect's commits of offsets: whether they come together with the records, and when they come. Thread-safe. */
public final class OffsetCommits {
    private long commits;
    private boolean withRecords;

    OffsetCommits() {}

    /**
     * True as soon as Connect was seen to commit offsets together with records, exactly once, which is at the first polls of such a task.
     * Until then, and always in at-least-once mode, the stored offsets may be older than what is in Kafka.
     */
    public synchronized boolean isExactlyOnce() {
        return withRecords;
    }

    /**
     * How many commits have ended. What is acknowledged now may be stored as soon as this number has grown. A commit under way is not counted
     * yet, because Connect reports it only when it is over.
     */
    public synchronized long count() {
        return commits;
    }

    /**
     * Waits until the offsets of all records acknowledged so far are stored. A commit covers what was acknowledged when it began, and one may
     * be under way, so this waits for two. Returns at once in exactly-once mode.
     */
    public synchronized void awaitStored() throws InterruptedException {
        long enough = commits + 2;
        while (commits < enough && !withRecords) {
            wait();
        }
    }

    synchronized void committed() {
        commits++;
        notifyAll();
    }

    synchronized void comeWithRecords() {
        withRecords = true;
        notifyAll();
    }
}
