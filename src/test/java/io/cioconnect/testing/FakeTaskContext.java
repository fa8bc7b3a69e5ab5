package io.cioconnect.testing;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * A Connect that has stored nothing.
 *
 * @param whenAsked runs when it is asked for stored offsets, before it answers; may throw or wait
 */
public record FakeTaskContext(Map<String, String> configs, Runnable whenAsked)
        implements SourceTaskContext, OffsetStorageReader {

    @Override
    public OffsetStorageReader offsetStorageReader() {
        return this;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException("the connector publishes its metrics itself");
    }

    @Override
    public <T> Map<String, Object> offset(Map<String, T> partition) {
        return Map.of();
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        whenAsked.run();
        return new HashMap<>();
    }
}
