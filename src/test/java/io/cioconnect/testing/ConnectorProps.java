package io.cioconnect.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connector's configuration as a user types it, with literal keys: valid to begin with, changed key by key. Not thread-safe.
 */
public final class ConnectorProps {
    private final Map<String, String> props = new LinkedHashMap<>();

    private ConnectorProps() {}

    /** The ten list tables of the App API at a URL, in one task, asked for every second. */
    public static ConnectorProps polledTables(String topicPrefix, String appApiUrl, String appApiKey) {
        return new ConnectorProps()
                .with("connector.class", "io.cioconnect.CustomerIoSourceConnector")
                .with("tasks.max", "1")
                .with("topic.prefix", topicPrefix)
                .with("app.api.key", appApiKey)
                .with("app.api.url", appApiUrl)
                .with("refresh.interval.ms", "1000")
                .with("topic.creation.default.replication.factor", "1")
                .with("topic.creation.default.partitions", "1");
    }

    /** The eight event tables, received on a port of localhost at {@code /webhooks/<connector name>}. */
    public static ConnectorProps eventTables(String topicPrefix, int port, String signingKey) {
        return new ConnectorProps()
                .with("connector.class", "io.cioconnect.CustomerIoSourceConnector")
                .with("tasks.max", "1")
                .with("topic.prefix", topicPrefix)
                .with("tables", "*_events")
                .with("webhook.listen.host", "localhost")
                .with("webhook.listen.port", port)
                .with("webhook.signing.keys", signingKey)
                .with("topic.creation.default.replication.factor", "1")
                .with("topic.creation.default.partitions", "1");
    }

    public ConnectorProps with(String key, Object value) {
        props.put(key, value.toString());
        return this;
    }

    public ConnectorProps with(Map<String, String> more) {
        props.putAll(more);
        return this;
    }

    public ConnectorProps without(String key) {
        props.remove(key);
        return this;
    }

    public Map<String, String> toMap() {
        return Map.copyOf(props);
    }
}
