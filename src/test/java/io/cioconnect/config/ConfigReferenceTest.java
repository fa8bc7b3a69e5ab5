package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
    private static final Path REFERENCE = Path.of("config", "reference.md");

    @Test
    void theReferenceIsWhatTheDefinitionSays() throws IOException {
        String generated = reference(CustomerIoSourceConfig.definition());
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(REFERENCE, generated);
        }
        assertThat(REFERENCE)
                .as("generated; rewrite it with mvn test -Dtest=ConfigReferenceTest -Dreference.write")
                .hasContent(generated);
    }

    private static String reference(ConfigDef definition) {
        StringBuilder text = new StringBuilder("""
                # Configuration reference

                Generated from the connector's definition; not edited by hand. Keys of Connect itself, such as `name`, `tasks.max`,
                `errors.tolerance` and `topic.creation.*`, are in Apache Kafka's documentation.
                """);
        for (String group : definition.groups()) {
            text.append("\n## ").append(group).append('\n');
            definition.configKeys().values().stream()
                    .filter(key -> group.equals(key.group))
                    .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                    .forEach(key -> text.append(entry(key)));
        }
        return text.toString();
    }

    private static String entry(ConfigKey key) {
        return """

                ### `%s`

                %s

                | type | default | valid values | importance |
                |---|---|---|---|
                | %s | %s | %s | %s |
                """.formatted(
                        key.name,
                        escaped(key.documentation),
                        key.type.name().toLowerCase(Locale.ROOT),
                        defaultValue(key),
                        escaped(String.valueOf(key.validator)),
                        key.importance.name().toLowerCase(Locale.ROOT));
    }

    private static String defaultValue(ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        if (key.defaultValue instanceof List<?> items) {
            return items.isEmpty()
                    ? "none"
                    : items.stream().map(item -> "`" + item + "`").collect(Collectors.joining(", "));
        }
        return key.defaultValue == null ? "none" : "`" + key.defaultValue + "`";
    }

    /** Angle brackets and stars would be read as markup. */
    private static String escaped(String text) {
        return text.replace("<", "\\<").replace(">", "\\>").replace("*", "\\*").replace("_", "\\_");
    }
}
