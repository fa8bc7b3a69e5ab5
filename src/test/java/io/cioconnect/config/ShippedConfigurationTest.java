package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedConfigurationTest {
    private static final Path DIRECTORY = Path.of("config");

    @ParameterizedTest
    @ValueSource(strings = {"connector.json", "connector-with-webhooks.json"})
    void theJsonIsValidOnceTheWorkerResolvedItsPlaceholders(String file) throws IOException {
        assertValid(json(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"connector.json", "connector-with-webhooks.json"})
    void listTopicsAreCompactedAndEventTopicsDeleted(String file) throws IOException {
        Map<String, String> shipped = json(file);
        Pattern lists = Pattern.compile(shipped.get("topic.creation.lists.include"));
        Pattern events = Pattern.compile(shipped.get("topic.creation.events.include"));
        TopicConfig topics = new CustomerIoSourceConfig(resolved(shipped)).topics();

        TableSelection all =
                new TableSelection(io.cioconnect.table.Tables.names(), io.cioconnect.table.EventTables.names());
        assertThat(all.listTables())
                .allMatch(table -> lists.matcher(topics.table(table)).matches());
        assertThat(all.listTables())
                .noneMatch(table -> events.matcher(topics.table(table)).matches());
        assertThat(all.eventTables())
                .allMatch(table -> events.matcher(topics.table(table)).matches());
        assertThat(all.eventTables())
                .noneMatch(table -> lists.matcher(topics.table(table)).matches());
        assertThat(shipped)
                .containsEntry("topic.creation.lists.cleanup.policy", "compact")
                .containsEntry("topic.creation.events.cleanup.policy", "delete")
                .containsEntry("producer.override.enable.idempotence", "true")
                .containsEntry("producer.override.acks", "all")
                .containsEntry("producer.override.linger.ms", "0");
    }

    @Test
    void thePropertiesForAStandaloneWorkerAreTheSame() throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(DIRECTORY.resolve("connector.properties"))) {
            properties.load(in);
        }

        assertThat(properties).containsExactlyInAnyOrderEntriesOf(new HashMap<Object, Object>(json("connector.json")));
    }

    private static void assertValid(Map<String, String> shipped) {
        assertThat(Validation.of(resolved(shipped)).results())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        assertThat(Validation.of(shipped).results())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .allSatisfy(
                        value -> assertThat(value.errorMessages().toString()).contains("placeholder"))
                .isNotEmpty();
    }

    /** As Connect's REST takes it, name and configuration apart; Connect joins them. */
    private static Map<String, String> json(String file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode root = mapper.readTree(DIRECTORY.resolve(file).toFile());
        Map<String, String> config = mapper.convertValue(root.get("config"), new TypeReference<>() {});
        config.put("name", root.get("name").textValue());
        return config;
    }

    private static Map<String, String> resolved(Map<String, String> shipped) {
        Map<String, String> resolved = new HashMap<>(shipped);
        resolved.replaceAll((key, value) -> value.replaceAll("\\$\\{[^}]*}", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"));
        return resolved;
    }
}
