package io.cioconnect.config;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** All keys of the connector, parsed. */
public final class CustomerIoSourceConfig extends AbstractConfig {
    public CustomerIoSourceConfig(Map<String, String> properties) {
        super(definition(), properties);
    }

    public static ConfigDef definition() {
        throw new UnsupportedOperationException();
    }

    /** Connect's {@code name} of this connector. */
    public String connectorName() {
        throw new UnsupportedOperationException();
    }

    /** Selected list tables, in the catalogue's order. */
    public List<String> listTables() {
        throw new UnsupportedOperationException();
    }

    /** Selected event tables, in the catalogue's order. */
    public List<String> eventTables() {
        throw new UnsupportedOperationException();
    }

    public AppApiConfig appApi() {
        throw new UnsupportedOperationException();
    }

    public TopicConfig topics() {
        throw new UnsupportedOperationException();
    }

    public RefreshConfig refresh() {
        throw new UnsupportedOperationException();
    }

    public WebhookConfig webhook() {
        throw new UnsupportedOperationException();
    }

    public RegistrationConfig registration() {
        throw new UnsupportedOperationException();
    }
}
