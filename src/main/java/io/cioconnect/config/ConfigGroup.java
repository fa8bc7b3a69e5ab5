package io.cioconnect.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** Defines the keys of one group: order, width, display name and recommended values follow from what each define is given. */
final class ConfigGroup {
    private static final Map<String, String> SPELLINGS =
            Map.of("api", "API", "url", "URL", "ms", "(ms)", "ssl", "SSL", "app", "App");

    private final ConfigDef def;
    private final String name;
    private final Predicate<Map<String, Object>> visible;
    private int order;

    /** @param visible whether forms show the group's keys, given the parsed values; must bear nulls */
    ConfigGroup(ConfigDef def, String name, Predicate<Map<String, Object>> visible) {
        this.def = def;
        this.name = name;
        this.visible = visible;
    }

    ConfigGroup(ConfigDef def, String name) {
        this(def, name, values -> true);
    }

    void define(
            String key,
            ConfigDef.Type type,
            @Nullable Object defaultValue,
            Validator validator,
            Importance importance,
            String doc) {
        define(key, type, defaultValue, validator, importance, doc, List.of());
    }

    /**
     * @param dependents keys that mean something only with this one; each key may depend on one other at most, because ConfigDef
     *     reads a key, and reports its errors, once for each key it depends on
     */
    void define(
            String key,
            ConfigDef.Type type,
            @Nullable Object defaultValue,
            Validator validator,
            Importance importance,
            String doc,
            List<String> dependents) {
        def.define(
                key,
                type,
                defaultValue,
                validator,
                importance,
                doc,
                name,
                ++order,
                width(type),
                displayName(key),
                dependents,
                new Suggestions(recommended(type, validator), visible));
    }

    private static List<Object> recommended(ConfigDef.Type type, Validator validator) {
        if (validator instanceof Expected expected && !expected.suggestions().isEmpty()) {
            return List.copyOf(expected.suggestions());
        }
        return type == ConfigDef.Type.BOOLEAN ? List.of(true, false) : List.of();
    }

    private static Width width(ConfigDef.Type type) {
        return switch (type) {
            case BOOLEAN, SHORT, INT, LONG, DOUBLE -> Width.SHORT;
            case STRING, PASSWORD, CLASS -> Width.MEDIUM;
            case LIST -> Width.LONG;
        };
    }

    private static String displayName(String key) {
        String words = Stream.of(key.split("[._]"))
                .map(word -> SPELLINGS.getOrDefault(word, word))
                .collect(Collectors.joining(" "));
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private record Suggestions(List<Object> values, Predicate<Map<String, Object>> visible)
            implements ConfigDef.Recommender {
        @Override
        public List<Object> validValues(String key, Map<String, Object> parsed) {
            return values;
        }

        @Override
        public boolean visible(String key, Map<String, Object> parsed) {
            return visible.test(parsed);
        }
    }
}
