package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The rows of one list, in order, by the text of their id. Generated rows are created again at each read. Thread-safe. */
public final class ApiList {
    private final String name;
    private final String recordsField;
    private final String idField;
    private final Paging paging;
    private final Map<String, Supplier<ObjectNode>> rows = new LinkedHashMap<>();

    /** A row that may not have been created yet. */
    record Row(String id, Supplier<ObjectNode> json) {}

    /** How a list is paged. */
    enum Paging {
        /** All rows in one reply. */
        NONE,
        /** The cursor counts rows. */
        BY_POSITION,
        /** The same, always with ten rows per page. */
        BY_TENS,
        /** The cursor names the last row. */
        BY_LAST_ROW
    }

    ApiList(String name, String recordsField, String idField, Paging paging) {
        this.name = name;
        this.recordsField = recordsField;
        this.idField = idField;
        this.paging = paging;
    }

    public String name() {
        return name;
    }

    public String path() {
        return "/v1/" + name;
    }

    public String recordsField() {
        return recordsField;
    }

    public String idField() {
        return idField;
    }

    public synchronized int size() {
        return rows.size();
    }

    /** Adds the row, or replaces the one with its id. */
    public synchronized void put(ObjectNode row) {
        ObjectNode copy = row.deepCopy();
        rows.put(idOf(copy), copy::deepCopy);
    }

    /** As {@link #put(ObjectNode)}, from JSON text. */
    public void put(String json) {
        put(Samples.object(json));
    }

    public synchronized void change(String id, Consumer<ObjectNode> change) {
        ObjectNode row = row(id);
        change.accept(row);
        rows.put(id, row::deepCopy);
    }

    public synchronized void remove(String id) {
        row(id);
        rows.remove(id);
    }

    /** All at once, so that no reply has only some of them. */
    public synchronized void removeAll(Collection<String> ids) {
        ids.forEach(this::remove);
    }

    public synchronized void clear() {
        rows.clear();
    }

    public synchronized void replaceAll(List<ObjectNode> newRows) {
        rows.clear();
        newRows.forEach(this::put);
    }

    /** Replaces all rows with this many generated ones of about 1 KB, with the ids 1, 2 and so on. The same id gives the same row. */
    public void generate(int count) {
        generate(count, GeneratedRows.like(this));
    }

    /** Replaces all rows with {@code row.apply(1)} to {@code row.apply(count)}; the function is called at each read. */
    public synchronized void generate(int count, IntFunction<ObjectNode> row) {
        rows.clear();
        for (int number = 1; number <= count; number++) {
            int n = number;
            rows.put(idOf(row.apply(n)), () -> row.apply(n));
        }
    }

    public synchronized ObjectNode row(String id) {
        Supplier<ObjectNode> row = rows.get(id);
        if (row == null) {
            throw new IllegalArgumentException("no row " + id + " in " + name);
        }
        return row.get();
    }

    synchronized boolean has(String id) {
        return rows.containsKey(id);
    }

    public synchronized List<String> ids() {
        return List.copyOf(rows.keySet());
    }

    /** A copy of all rows, hidden ones included. */
    public List<ObjectNode> rows() {
        return snapshot().stream().map(row -> row.json().get()).toList();
    }

    synchronized List<Row> snapshot() {
        return rows.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), entry.getValue()))
                .toList();
    }

    ListPage page(Map<String, String> query) throws ListPage.BadQuery {
        return switch (paging) {
            case NONE -> ListPage.whole(snapshot());
            case BY_POSITION -> ListPage.byPosition(snapshot(), query, ListPage.limit(query));
            case BY_TENS -> ListPage.byPosition(snapshot(), query, 10);
            case BY_LAST_ROW -> ListPage.byLastRow(snapshot(), query);
        };
    }

    Listing listing() {
        return new Listing(name, recordsField, this::page);
    }

    private String idOf(ObjectNode row) {
        if (!row.hasNonNull(idField)) {
            throw new IllegalArgumentException("a row of " + name + " without " + idField);
        }
        return row.get(idField).asText();
    }
}
