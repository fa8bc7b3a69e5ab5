package io.cioconnect.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/**
 * Parsed values beside the properties as given: what the records and the checks across keys read, whether the values come from a
 * configuration that parsed as a whole or from one that has errors on other keys.
 *
 * @param given the connector's properties, ours and Connect's, without null values
 */
record ParsedValues(Map<String, ?> parsed, Map<String, String> given) {
    /** Long enough for "never", short enough to be added to any time. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Connect's name of this connector; Connect itself refuses a connector without one. */
    String connectorName() {
        return given.getOrDefault("name", "");
    }

    TableSelection selection() {
        return TableSelection.of(list(RefreshConfig.TABLES));
    }

    boolean isGiven(String key) {
        return given.containsKey(key);
    }

    String string(String key) {
        return (String) value(key);
    }

    Optional<String> optionalString(String key) {
        return Optional.ofNullable((String) parsed.get(key));
    }

    int integer(String key) {
        return (Integer) value(key);
    }

    Optional<Integer> optionalInteger(String key) {
        return Optional.ofNullable((Integer) parsed.get(key));
    }

    long longInteger(String key) {
        return (Long) value(key);
    }

    double fraction(String key) {
        return (Double) value(key);
    }

    boolean bool(String key) {
        return (Boolean) value(key);
    }

    Optional<Boolean> optionalBool(String key) {
        return Optional.ofNullable((Boolean) parsed.get(key));
    }

    Duration millis(String key) {
        return optionalMillis(key).orElseThrow();
    }

    Optional<Duration> optionalMillis(String key) {
        return Optional.ofNullable((Number) parsed.get(key))
                .map(millis -> Duration.ofMillis(Math.min(millis.longValue(), LONGEST.toMillis())));
    }

    Optional<Password> password(String key) {
        return Optional.ofNullable((Password) parsed.get(key));
    }

    List<Password> passwords(String key) {
        return password(key).map(Secrets::of).orElse(List.of());
    }

    List<String> list(String key) {
        return ((List<?>) value(key)).stream().map(String.class::cast).toList();
    }

    /** The value of a key that has a default or is required. Whoever reads it has seen that the key has no complaint. */
    private Object value(String key) {
        return Objects.requireNonNull(parsed.get(key), key);
    }
}
