package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.table.EventTables;
import io.cioconnect.table.Tables;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedConfigurationTest {
    private static final Path DIRECTORY = Path.of("config");

    @ParameterizedTest
    @ValueSource(strings = {"connector.json", "connector-with-webhooks.json"})
    void theJsonIsValidOnceTheWorkerResolvedItsPlaceholders(String file) throws IOException {
        assertValid(json(file));
    }

    static Stream<Arguments> filesAndPrefixes() {
        return Stream.of("connector.json", "connector-with-webhooks.json")
                .flatMap(file -> Stream.of("cio", "acme.crm", "x_events", "eu-1.campaigns", "7")
                        .map(prefix -> Arguments.of(file, prefix)));
    }

    @ParameterizedTest
    @MethodSource("filesAndPrefixes")
    void everyTopicOfAnyPrefixIsInTheRightGroup(String file, String prefix) throws IOException {
        Map<String, String> shipped = json(file);
        shipped.put("topic.prefix", prefix);
        TopicConfig topics = new CustomerIoSourceConfig(resolved(shipped)).topics();

        assertThat(Tables.names())
                .allSatisfy(table -> assertThat(groups(shipped, topics.table(table)))
                        .as(table)
                        .containsExactly(groupOf(table)));
        assertThat(EventTables.names())
                .allSatisfy(table -> assertThat(groups(shipped, topics.table(table)))
                        .as(table)
                        .containsExactly("events"));
        assertThat(List.of(topics.quarantine(), topics.refreshes(), new TopicConfig(prefix, true).events("sms_events")))
                .allSatisfy(
                        topic -> assertThat(groups(shipped, topic)).as(topic).containsExactly("events"));
        assertThat(groups(shipped, prefix + ".another")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"connector.json", "connector-with-webhooks.json"})
    void listTopicsAreCompactedAndEventTopicsKeptForATime(String file) throws IOException {
        assertThat(json(file))
                .containsEntry("topic.creation.lists.cleanup.policy", "compact")
                .containsEntry("topic.creation.events.cleanup.policy", "delete")
                .containsEntry("topic.creation.events.retention.ms", "604800000")
                .containsEntry("producer.override.enable.idempotence", "true")
                .containsEntry("producer.override.acks", "all")
                .containsEntry("producer.override.linger.ms", "0")
                .containsEntry("producer.override.batch.size", "65536");
    }

    /** Deliveries are written once and never deleted, as events are. */
    private static String groupOf(String polledTable) {
        return List.of("deliveries", "delivery_metrics").contains(polledTable) ? "events" : "lists";
    }

    private static List<String> groups(Map<String, String> shipped, String topic) {
        return Stream.of(shipped.get("topic.creation.groups").split(","))
                .filter(group -> Pattern.matches(shipped.get("topic.creation." + group + ".include"), topic))
                .toList();
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
