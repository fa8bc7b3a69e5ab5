package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The counts of each series, by time. Thread-safe. */
public final class Counts {
    private final Map<String, NavigableMap<Instant, Long>> series = new TreeMap<>();
    private final Set<String> nulls = new HashSet<>();
    private final Set<String> shortened = new HashSet<>();
    private final List<String> alwaysThere;

    /** @param alwaysThere series that a reply has even if nothing was counted */
    Counts(List<String> alwaysThere) {
        this.alwaysThere = alwaysThere;
    }

    /** Adds to a count; a series with an unknown name is served as well. */
    public synchronized Counts add(Instant at, String name, long count) {
        series.computeIfAbsent(name, same -> new TreeMap<>()).merge(at, count, Long::sum);
        return this;
    }

    /** Makes this series null instead of an array. */
    public synchronized void nullSeries(String name) {
        nulls.add(name);
    }

    /** Removes the newest bucket from this series. */
    public synchronized void shorten(String name) {
        shortened.add(name);
    }

    public synchronized long total(String name) {
        return series.getOrDefault(name, new TreeMap<>()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    synchronized boolean isEmpty() {
        return series.isEmpty();
    }

    /** @param bounds the starts of the buckets, and the end of the last one */
    synchronized ObjectNode series(List<Instant> bounds) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Set<String> names = new TreeSet<>(alwaysThere);
        names.addAll(series.keySet());
        names.addAll(nulls);
        for (String name : names) {
            if (nulls.contains(name)) {
                json.putNull(name);
            } else {
                buckets(name, bounds, json.putArray(name));
            }
        }
        return json;
    }

    private void buckets(String name, List<Instant> bounds, ArrayNode buckets) {
        NavigableMap<Instant, Long> counted = series.getOrDefault(name, new TreeMap<>());
        int length = bounds.size() - (shortened.contains(name) ? 2 : 1);
        for (int i = 0; i < length; i++) {
            buckets.add(counted.subMap(bounds.get(i), true, bounds.get(i + 1), false).values().stream()
                    .mapToLong(Long::longValue)
                    .sum());
        }
    }
}
