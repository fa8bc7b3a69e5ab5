package io.cioconnect.metrics;

import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;

/** The types of KIP-877, in a class of their own so that an older worker never links them. */
final class PublishedMetrics {
    private PublishedMetrics() {}

    static BiConsumer<String, AtomicLong> of(SourceTaskContext context) {
        PluginMetrics metrics = context.pluginMetrics();
        return (name, counter) -> metrics.addMetric(
                metrics.metricName(name, "Count of " + name + " since the task started", new LinkedHashMap<>()),
                (Gauge<Long>) (config, now) -> counter.get());
    }
}
