package io.cioconnect.bench;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** The {@link Ceiling} as a connector: what Connect itself costs. */
public final class BareConnector extends SourceConnector {
    static final String PORT = "port";
    static final String TOPIC = "topic";
    static final String KEY = "signing.key";

    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> given) {
        properties = Map.copyOf(given);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(properties);
    }

    @Override
    public void stop() {}

    @Override
    public Class<? extends Task> taskClass() {
        return BareTask.class;
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(PORT, ConfigDef.Type.INT, ConfigDef.Importance.HIGH, "of the listener")
                .define(TOPIC, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "of all events")
                .define(KEY, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "of the events");
    }

    @Override
    public String version() {
        return "bench";
    }
}
