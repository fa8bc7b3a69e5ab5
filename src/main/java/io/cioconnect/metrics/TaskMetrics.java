package io.cioconnect.metrics;

/** Counters of one task, by name. Thread-safe. */
public final class TaskMetrics {
    /** Adds to a counter, such as {@code refresh.rows} or {@code webhook.accepted}. */
    public void add(String name, long amount) {
        throw new UnsupportedOperationException();
    }
}
