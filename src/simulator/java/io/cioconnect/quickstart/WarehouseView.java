package io.cioconnect.quickstart;

import io.cioconnect.it.harness.ConnectRest;
import io.cioconnect.it.harness.Warehouse;
import io.cioconnect.testing.DocumentedSql;
import java.io.Closeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A separate PostgreSQL that sinks fill from the topics. For one thread. */
final class WarehouseView implements Closeable, Landed {
    private final Warehouse warehouse = new Warehouse();
    private final List<String> sinks = new ArrayList<>();
    private final Map<String, Long> rows = new HashMap<>();

    WarehouseView(ConnectRest rest, String topicPrefix) {
        try {
            sinks.add(warehouse.createSink(rest, "postgres-lists", topicPrefix));
            sinks.add(warehouse.createSink(rest, "postgres-events", topicPrefix));
        } catch (RuntimeException | Error e) {
            warehouse.close();
            throw e;
        }
    }

    /** How to look inside; the server asks for no password. */
    String address() {
        return warehouse.jdbcUrl().substring("jdbc:".length());
    }

    /** Names of the sink connectors. */
    List<String> sinks() {
        return List.copyOf(sinks);
    }

    /** Counts the rows of all tables again. */
    void refresh() {
        String counts = warehouse
                .query(
                        "select table_name from information_schema.tables where table_type = 'BASE TABLE' and table_schema = '"
                                + Warehouse.CURRENT + "'")
                .stream()
                .map(row -> String.valueOf(row.get("table_name")))
                .map(table ->
                        "select '" + table + "' as name, count(*) as rows from " + Warehouse.CURRENT + "." + table)
                .collect(Collectors.joining(" union all "));
        if (!counts.isEmpty()) {
            warehouse
                    .query(counts)
                    .forEach(row -> rows.put(String.valueOf(row.get("name")), (Long) row.getOrDefault("rows", 0L)));
        }
    }

    @Override
    public long rows(String table) {
        return rows.getOrDefault(table, 0L);
    }

    @Override
    public void completeEvents() {
        warehouse.execute(DocumentedSql.named("create-message-events").sql());
    }

    @Override
    public Set<String> fromApi(Instant since) {
        return warehouse
                .query("select delivery_id || ' ' || metric as event from " + Warehouse.CURRENT
                        + ".message_events where source = 'api' and \"timestamp\" >= timestamp with time zone '" + since
                        + "' at time zone 'utc'")
                .stream()
                .map(row -> String.valueOf(row.get("event")))
                .collect(Collectors.toSet());
    }

    /** The query's answer, as lines to show. */
    List<String> answer(Query query) {
        query.viewsSql().forEach(warehouse::execute);
        return query.lines(warehouse.query(query.sql()));
    }

    @Override
    public void close() {
        warehouse.close();
    }
}
