package io.cioconnect.metrics;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables that one task refreshes, visible to the connector's other tasks in this JVM: a task that runs a receiver serves the status
 * page, and often other tasks refresh the tables. When two tasks have the same table, the newer one is shown. Thread-safe.
 */
public final class ShownTables implements AutoCloseable {
    private static final Map<Key, TableMetrics> ALL = new ConcurrentHashMap<>();

    private final String connector;
    private final Map<Key, TableMetrics> ours = new ConcurrentHashMap<>();

    public ShownTables(String connector) {
        this.connector = connector;
    }

    public void show(String table, TableMetrics metrics) {
        var key = new Key(connector, table);
        ours.put(key, metrics);
        ALL.put(key, metrics);
    }

    /** Called at each poll: shows again those of its tables that another task took over and no longer shows. */
    public void polled() {
        ours.forEach(ALL::putIfAbsent);
    }

    /** The state of a table; empty when no task in this JVM refreshes it. */
    public static Optional<TableMetrics> find(String connector, String table) {
        return Optional.ofNullable(ALL.get(new Key(connector, table)));
    }

    /** Keeps the tables of a newer task. */
    @Override
    public void close() {
        ours.forEach(ALL::remove);
    }

    private record Key(String connector, String table) {}
}
