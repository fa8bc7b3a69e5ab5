package io.cioconnect.simulator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The newest requests that the simulator received, oldest first, at most 100,000. Thread-safe. */
public final class RequestLog {
    private static final int CAPACITY = 100_000;

    private final Deque<Line> lines = new ArrayDeque<>();

    /**
     * One request.
     *
     * @param query as received, without the question mark; empty when there was none
     * @param status of the answer; 0 if there is none yet, or if the connection was cut instead
     */
    public record Entry(Instant at, String method, String path, String query, int status) {}

    /** A line whose status is set when the answer is decided. */
    static final class Line {
        private volatile Entry entry;

        private Line(Entry entry) {
            this.entry = entry;
        }

        void answered(int status) {
            Entry old = entry;
            entry = new Entry(old.at, old.method, old.path, old.query, status);
        }
    }

    synchronized Line begin(String method, String path, String query) {
        var line = new Line(new Entry(Instant.now(), method, path, query, 0));
        if (lines.size() == CAPACITY) {
            lines.removeFirst();
        }
        lines.addLast(line);
        return line;
    }

    public synchronized List<Entry> all() {
        return lines.stream().map(line -> line.entry).toList();
    }

    public List<Entry> of(String path) {
        return all().stream().filter(entry -> entry.path.equals(path)).toList();
    }

    /** The number of requests for each path, whatever the method and query. */
    public Map<String, Long> countsByPath() {
        return all().stream().collect(Collectors.groupingBy(Entry::path, TreeMap::new, Collectors.counting()));
    }

    /** The same with {@code {id}} in place of numbers, such as {@code /v1/campaigns/{id}/actions}. */
    public Map<String, Long> countsByRoute() {
        return all().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.path.replaceAll("/\\d+(?=/|$)", "/{id}"), TreeMap::new, Collectors.counting()));
    }

    public synchronized int count() {
        return lines.size();
    }

    public long countOf(int status) {
        return all().stream().filter(entry -> entry.status == status).count();
    }

    public synchronized void clear() {
        lines.clear();
    }
}
