package io.cioconnect.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceTaskContext;

/**
 * Counters of one task, by name of event, such as {@code refresh.rows}. Published as plugin metrics (KIP-877) where the worker has
 * them, which is from Kafka 4.1 on, and only counted where not. Thread-safe.
 */
public final class TaskMetrics {
    private final Map<String, AtomicLong> counters = new ConcurrentHashMap<>();
    private final BiConsumer<String, AtomicLong> publish;

    private TaskMetrics(BiConsumer<String, AtomicLong> publish) {
        this.publish = publish;
    }

    /** Counters that nobody publishes. */
    public static TaskMetrics unpublished() {
        return new TaskMetrics((name, counter) -> {});
    }

    /** Counters published through the worker. */
    public static TaskMetrics of(SourceTaskContext context) {
        try {
            return new TaskMetrics(PublishedMetrics.of(context));
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            return unpublished(); // a worker before Kafka 4.1, as KIP-877 tells plugins to find out
        }
    }

    /** Adds to a counter. */
    public void add(String name, long amount) {
        counter(name).addAndGet(amount);
    }

    /** A snapshot of all counters. */
    public Map<String, Long> counts() {
        return counters.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().get()));
    }

    private AtomicLong counter(String name) {
        return counters.computeIfAbsent(name, absent -> {
            AtomicLong counter = new AtomicLong();
            publish.accept(absent, counter);
            return counter;
        });
    }
}
