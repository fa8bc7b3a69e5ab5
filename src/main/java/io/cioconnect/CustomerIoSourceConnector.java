package io.cioconnect;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.config.TlsConfig;
import io.cioconnect.config.Validation;
import io.cioconnect.listener.KeystoreProblem;
import io.cioconnect.offset.StoredOffsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies a Customer.io workspace into Kafka: tables from its App API, events from its reporting webhook. */
public final class CustomerIoSourceConnector extends SourceConnector {
    private static final Logger log = LoggerFactory.getLogger(CustomerIoSourceConnector.class);

    private final LiveValidation live = new LiveValidation();
    private @Nullable CustomerIoSourceConfig config; // null until start()

    @Override
    public String version() {
        return Version.get();
    }

    @Override
    public ConfigDef config() {
        return CustomerIoSourceConfig.definition();
    }

    /** Also tries the keystore, and the App API if its settings are valid. Takes less than 10 s in any case. */
    @Override
    public Config validate(Map<String, String> properties) {
        Validation validation = Validation.of(properties);
        validation
                .keystore()
                .flatMap(KeystoreProblem::find)
                .ifPresent(problem -> validation.complain(keyOf(problem.cause()), problem.text()));
        live.run(validation);
        return new Config(validation.results());
    }

    private static String keyOf(KeystoreProblem.Cause cause) {
        return switch (cause) {
            case FILE -> TlsConfig.LOCATION;
            case PASSWORD -> TlsConfig.PASSWORD;
            case KEY_PASSWORD -> TlsConfig.KEY_PASSWORD;
        };
    }

    @Override
    public void start(Map<String, String> properties) {
        config = new CustomerIoSourceConfig(properties);
        config.warnings().forEach(log::warn);
        config.advice().ifPresent(log::info);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CustomerIoSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        CustomerIoSourceConfig started = Objects.requireNonNull(config, "start() comes before taskConfigs()");
        return TaskAssignment.assign(started, maxTasks).stream()
                .map(task -> task.properties(started.originalsStrings()))
                .toList();
    }

    @Override
    public void stop() {}

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> properties) {
        boolean supported = Validation.of(properties).supportsExactlyOnce();
        return supported ? ExactlyOnceSupport.SUPPORTED : ExactlyOnceSupport.UNSUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> properties) {
        return ConnectorTransactionBoundaries.UNSUPPORTED;
    }

    /** Connect may call this before start(), and with what it stored for an earlier version of this connector. */
    @Override
    public boolean alterOffsets(Map<String, String> properties, Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.forEach(StoredOffsets::check);
        return true;
    }
}
