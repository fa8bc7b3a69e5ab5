package io.cioconnect.metrics;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables that one task refreshes, shown to the other tasks of the connector in this JVM: the status page is served by a task that
 * receives, and tables are often refreshed by others. Of two tasks with one table, the newer one is shown. Thread-safe.
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

    /** How a table stands; empty when no task of this JVM refreshes it. */
    public static Optional<TableMetrics> find(String connector, String table) {
        return Optional.ofNullable(ALL.get(new Key(connector, table)));
    }

    /** A newer task's tables stay. */
    @Override
    public void close() {
        ours.forEach(ALL::remove);
    }

    private record Key(String connector, String table) {}
}
