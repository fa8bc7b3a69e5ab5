package io.cioconnect.quickstart;

import io.cioconnect.it.harness.ConnectRest;
import io.cioconnect.it.harness.Warehouse;
import io.cioconnect.testing.DocumentedSql;
import java.io.Closeable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A separate PostgreSQL that sinks fill from the topics, and the results of queries from the documentation. For one thread. */
final class WarehouseView implements Closeable {
    private static final int ROWS_SHOWN = 3;
    private static final int CELL = 20;

    private final Warehouse warehouse = new Warehouse();
    private final List<String> sinks = new ArrayList<>();

    WarehouseView(ConnectRest rest, String topicPrefix) {
        try {
            sinks.add(warehouse.createSink(rest, "postgres-lists", topicPrefix));
            sinks.add(warehouse.createSink(rest, "postgres-events", topicPrefix));
        } catch (RuntimeException | Error e) {
            warehouse.close();
            throw e;
        }
    }

    String description() {
        return "psql '" + warehouse.jdbcUrl().substring("jdbc:".length()) + "', schema " + Warehouse.CURRENT;
    }

    /** Names of the sink connectors. */
    List<String> sinks() {
        return List.copyOf(sinks);
    }

    boolean hasArrived(String table) {
        return warehouse.count(Warehouse.CURRENT + "." + table) > 0;
    }

    /** The number of rows in a table, as a cell. */
    String rows(String table) {
        return Long.toString(warehouse.count(Warehouse.CURRENT + "." + table));
    }

    /** Two queries from the documentation and their first rows; none until their tables exist. */
    List<String> queries() {
        List<String> lines = new ArrayList<>();
        if (hasArrived("refreshes")) {
            lines.addAll(query("freshness"));
        }
        if (hasArrived("campaigns")) {
            lines.addAll(query(hasArrived("email_events") ? "email-funnel-by-campaign" : "messages-by-campaign"));
        }
        return lines;
    }

    private List<String> query(String name) {
        List<Map<String, @Nullable Object>> rows =
                warehouse.query(DocumentedSql.named(name).sql());
        List<String> lines =
                new ArrayList<>(List.of("", "query " + name + " of warehouses.md: " + rows.size() + " rows"));
        rows.stream().limit(1).map(row -> line(row.keySet())).forEach(lines::add);
        rows.stream().limit(ROWS_SHOWN).map(row -> line(row.values())).forEach(lines::add);
        return lines;
    }

    private static String line(Collection<?> cells) {
        return cells.stream().map(WarehouseView::cell).collect(Collectors.joining("  ", "  ", ""));
    }

    private static String cell(@Nullable Object value) {
        String text = value instanceof Instant time
                ? time.truncatedTo(ChronoUnit.SECONDS).toString()
                : String.valueOf(value);
        int width = Math.min(text.length(), CELL);
        return text.substring(0, width) + " ".repeat(CELL - width);
    }

    @Override
    public void close() {
        warehouse.close();
    }
}
