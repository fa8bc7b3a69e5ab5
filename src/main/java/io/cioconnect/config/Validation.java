package io.cioconnect.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** The complaints about one set of properties, each on its key. Never throws, whatever the properties are. Used by one thread. */
public final class Validation {
    private final Map<String, ConfigValue> results;
    private final ParsedValues values;

    private Validation(Map<String, ConfigValue> results, ParsedValues values) {
        this.results = results;
        this.values = values;
    }

    /** Checks each key, and the keys against each other. */
    public static Validation of(Map<String, String> properties) {
        Map<String, String> given = CustomerIoSourceConfig.withoutNulls(properties);
        ConfigDef definition = CustomerIoSourceConfig.definition();
        Map<String, ConfigValue> results = new TreeMap<>(definition.validateAll(given));
        definition
                .configKeys()
                .values()
                .forEach(key -> sayWhatToEnter(Objects.requireNonNull(results.get(key.name), key.name), key.validator));
        Map<String, Object> parsed = results.values().stream()
                .filter(result -> result.value() != null)
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::value));
        Validation validation = new Validation(results, new ParsedValues(parsed, given));
        CrossKeyChecks.run(validation.values, validation::isClean)
                .forEach(complaint -> validation.complain(complaint.key(), complaint.text()));
        return validation;
    }

    /** Puts a complaint on a key, ours or one of Connect's. */
    public void complain(String key, String text) {
        results.computeIfAbsent(key, this::foreign).addErrorMessage(key + ": " + text);
    }

    /** What can be asked of the App API; empty when it need not be asked, or a key concerned has a complaint. */
    public Optional<AppApiCheck> appApiCheck() {
        Set<String> concerned = Stream.concat(
                        AppApiConfig.names().stream(), Stream.of(RefreshConfig.TABLES, RegistrationConfig.REGISTRATION))
                .collect(Collectors.toSet());
        if (!concerned.stream().allMatch(this::isClean)) {
            return Optional.empty();
        }
        AppApiCheck check = new AppApiCheck(
                AppApiConfig.from(values),
                values.optionalString(AppApiConfig.URL).isPresent(),
                values.selection().polledTables(),
                RegistrationConfig.isAuto(values));
        return Optional.of(check).filter(wanted -> !wanted.polledTables().isEmpty() || wanted.registration());
    }

    /** The keystore to try; empty when none is configured, or a key concerned has a complaint. */
    public Optional<TlsConfig> keystore() {
        return Stream.of(
                                RefreshConfig.TABLES,
                                TlsConfig.LOCATION,
                                TlsConfig.PASSWORD,
                                TlsConfig.TYPE,
                                TlsConfig.KEY_PASSWORD)
                        .allMatch(this::isClean)
                ? TlsConfig.from(values)
                : Optional.empty();
    }

    /** Exactly-once holds one transaction for each task, so it cannot span several receivers of one webhook. */
    public boolean supportsExactlyOnce() {
        return !isClean(RefreshConfig.TABLES)
                || !isClean(WebhookConfig.RECEIVERS)
                || !values.selection().hasEvents()
                || values.integer(WebhookConfig.RECEIVERS) == 1;
    }

    /** In Connect's form; the list is the caller's. */
    public List<ConfigValue> results() {
        return List.copyOf(results.values());
    }

    /** ConfigDef's own texts, for what is missing or does not parse, only say what is wrong. */
    private static void sayWhatToEnter(ConfigValue result, ConfigDef.Validator validator) {
        result.errorMessages()
                .replaceAll(
                        text -> text.contains("Enter ") ? text : text.replaceFirst("\\.?$", ". Enter " + validator));
    }

    private boolean isClean(String key) {
        ConfigValue result = results.get(key);
        return result == null || result.errorMessages().isEmpty();
    }

    /** Connect shows our result for one of its own keys in place of its own, so the value goes along. */
    private ConfigValue foreign(String key) {
        ConfigValue result = new ConfigValue(key);
        result.value(values.given().get(key));
        return result;
    }

    /**
     * What validation can ask of the App API.
     *
     * @param ownUrl the base URL was given, and does not follow from the region
     * @param registration the connector will manage reporting webhooks
     */
    public record AppApiCheck(AppApiConfig api, boolean ownUrl, List<String> polledTables, boolean registration) {}
}
