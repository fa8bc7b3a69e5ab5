package io.cioconnect.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;

/** All keys of the connector, parsed and checked, one by one and against each other. Immutable. */
public final class CustomerIoSourceConfig extends AbstractConfig {
    private final ParsedValues values;

    /** Throws ConfigException, with all complaints of the checks across keys, when the connector could not run with these. */
    public CustomerIoSourceConfig(Map<String, String> properties) {
        super(definition(), withoutNulls(properties));
        values = new ParsedValues(values(), withoutNulls(properties));
        List<ConfigError> complaints = CrossKeyChecks.run(values, key -> true);
        if (!complaints.isEmpty()) {
            throw new ConfigException(
                    complaints.stream().map(ConfigError::toString).collect(Collectors.joining(" ")));
        }
    }

    public static ConfigDef definition() {
        ConfigDef def = new ConfigDef();
        var what = new ConfigGroup(def, "What to copy");
        TopicConfig.definePrefix(what);
        RefreshConfig.defineTables(what);
        AppApiConfig.defineAccess(what);
        RefreshConfig.defineSchedule(new ConfigGroup(def, "When to copy", Visibility::hasPolledTables));
        RegistrationConfig.define(def);
        WebhookConfig.define(def);
        AppApiConfig.defineLimits(new ConfigGroup(def, "App API limits"));
        var warehouse = new ConfigGroup(def, "What the warehouse gets");
        RefreshConfig.defineRows(warehouse);
        TopicConfig.defineLayout(warehouse);
        ContentConfig.define(warehouse);
        DeliveriesConfig.define(new ConfigGroup(def, "Deliveries", Visibility::hasDeliveryTables));
        return def;
    }

    /** Only the signing keys, for reading them again while the connector runs; does not log. Throws ConfigException. */
    public static List<Password> signingKeys(Map<String, String> properties) {
        return secret(WebhookConfig.SIGNING_KEYS, properties).map(Secrets::of).orElse(List.of());
    }

    /** Only the App API key of a configuration that was resolved again. Throws ConfigException. */
    public static Optional<Password> appApiKey(Map<String, String> properties) {
        return secret(AppApiConfig.KEY, properties);
    }

    /** Whatever became of the other keys. */
    private static Optional<Password> secret(String name, Map<String, String> properties) {
        ConfigDef.ConfigKey key =
                Objects.requireNonNull(definition().configKeys().get(name), name);
        Object parsed = ConfigDef.parseType(name, properties.get(name), key.type);
        key.validator.ensureValid(name, parsed);
        return Optional.ofNullable((Password) parsed);
    }

    /** Connect's {@code name} of this connector. */
    public String connectorName() {
        return values.connectorName();
    }

    /** Selected polled tables, in the catalogue's order. */
    public List<String> polledTables() {
        return values.selection().polledTables();
    }

    /** Of the selected polled tables, those that are read by full refresh. */
    public List<String> refreshedTables() {
        return values.selection().refreshedTables();
    }

    /** Selected event tables, in the catalogue's order. */
    public List<String> eventTables() {
        return values.selection().eventTables();
    }

    /** Connect's {@code tasks.max}, which Connect has checked. */
    public int maxTasks() {
        return Math.toIntExact(
                ConnectKeyChecks.number(values, ConnectKeyChecks.TASKS_MAX, "1").orElse(1L));
    }

    public AppApiConfig appApi() {
        return AppApiConfig.from(values);
    }

    public TopicConfig topics() {
        return TopicConfig.from(values);
    }

    public KafkaClients kafkaClients() {
        return KafkaClients.from(values);
    }

    public RefreshConfig refresh() {
        return RefreshConfig.from(values);
    }

    /** Empty when no delivery table is selected. */
    public Optional<DeliveriesConfig> deliveries() {
        return values.selection().deliveryTables().isEmpty()
                ? Optional.empty()
                : Optional.of(DeliveriesConfig.from(values));
    }

    public WebhookConfig webhook() {
        return WebhookConfig.from(values);
    }

    /**
     * The receiver's settings, without the secrets that cannot be read, of a configuration a task cannot start with; empty when the
     * settings themselves are wrong. Never throws.
     */
    public static Optional<WebhookConfig> readableWebhook(Map<String, String> properties) {
        Map<String, String> given = withoutNulls(properties);
        Set<String> secrets = definition().configKeys().values().stream()
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .map(key -> key.name)
                .collect(Collectors.toSet());
        Map<String, Object> parsed = new HashMap<>();
        for (ConfigValue value : definition().validate(given)) {
            boolean wrong = !value.errorMessages().isEmpty();
            boolean secret = secrets.contains(value.name());
            if (wrong && !secret && value.name().startsWith(WebhookConfig.PREFIX)) {
                return Optional.empty();
            }
            if (!wrong && value.value() != null) {
                parsed.put(value.name(), value.value());
            }
        }
        return Optional.of(WebhookConfig.from(new ParsedValues(parsed, given)));
    }

    public RegistrationConfig registration() {
        return RegistrationConfig.from(values);
    }

    /** What is valid but hardly meant, for the log: unknown keys that resemble one of ours, unknown event names. */
    public List<String> warnings() {
        List<String> known = values.selection().eventNames();
        Stream<String> unknownEvents = eventTables().isEmpty()
                ? Stream.empty()
                : registration().events().stream()
                        .filter(name -> !known.contains(name))
                        .map(name -> RegistrationConfig.EVENTS + ": '" + name
                                + "' is not a known event of the selected event tables. The"
                                + " connector asks Customer.io for it all the same.");
        return Stream.concat(
                        KeySpelling.warnings(
                                values.given().keySet(), definition().names()),
                        unknownEvents)
                .toList();
    }

    /** What would make the connector faster, for the log. */
    public Optional<String> advice() {
        return eventTables().isEmpty() ? Optional.empty() : ConnectKeyChecks.lingerAdvice(values);
    }

    /** Connect's REST lets a null through; it means that the key is not set. */
    static Map<String, String> withoutNulls(Map<String, String> properties) {
        Map<String, String> given = new HashMap<>(properties);
        given.values().removeIf(value -> value == null);
        return Map.copyOf(given);
    }
}
