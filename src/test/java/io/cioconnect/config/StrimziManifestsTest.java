package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The manifests of the page on operations, read with Strimzi's own model. Its classes are named, not imported: javac would warn of an
 * annotation of theirs that is not published.
 */
class StrimziManifestsTest {
    private static final Path PAGE = Path.of("src/site/markdown/operations.md");
    private static final Pattern BLOCK = Pattern.compile(
            "^```yaml\\n(apiVersion: kafka.strimzi.io.*?)^---\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String MODEL = "io.strimzi.api.kafka.model.";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                /** The model would keep a field that it does not know. */
                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            });

    private final Matcher block = block();
    private final JsonNode connect = understood(block.group(1), "connect.KafkaConnect");
    private final JsonNode connector = understood(block.group(2), "connector.KafkaConnector");

    @Test
    void strimziBuildsAnImageWithTheArchive() {
        JsonNode artifacts = connect.at("/spec/build/plugins/0/artifacts");

        assertThat(connect.at("/spec/build/output/type").textValue()).isEqualTo("docker");
        assertThat(artifacts).hasSize(1);
        assertThat(artifacts.at("/0/type").textValue()).isEqualTo("zip");
        assertThat(artifacts.at("/0/url").textValue())
                .matches("https://.*/cioconnect-kafka-connect-customerio-<version>\\.zip");
    }

    @Test
    void noKeyIsOneThatStrimziSetsItself() throws ReflectiveOperationException {
        assertThat(config(connect).keySet())
                .allSatisfy(key -> assertThat(constants("connect.KafkaConnectSpec", "FORBIDDEN_PREFIXES"))
                        .noneMatch(key::startsWith));
        assertThat(config(connector).keySet())
                .doesNotContain(constants("connector.KafkaConnectorSpec", "FORBIDDEN_PARAMETERS"));
    }

    @Test
    void theConnectorIsOneOfThatClusterAndItsConfigurationIsValid() {
        Map<String, String> config = config(connector);
        config.put("name", connector.at("/metadata/name").textValue());
        config.put("connector.class", connector.at("/spec/class").textValue());
        config.put("tasks.max", connector.at("/spec/tasksMax").asText());

        assertThat(connector.at("/metadata/labels").path("strimzi.io/cluster")).isEqualTo(connect.at("/metadata/name"));
        assertThat(connect.at("/metadata/annotations")
                        .path("strimzi.io/use-connector-resources")
                        .textValue())
                .isEqualTo("true");
        assertThat(config).containsEntry("connector.class", "io.cioconnect.CustomerIoSourceConnector");
        assertThat(Validation.of(config).results())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
    }

    @Test
    void aFieldThatStrimziDoesNotKnowIsFound() {
        String wrong = block.group(1).replace("artifacts:", "archives:");

        assertThatThrownBy(() -> understood(wrong, "connect.KafkaConnect"))
                .hasRootCauseInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("archives");
    }

    /** What stands under spec.config, with a value for each placeholder. */
    private static Map<String, String> config(JsonNode manifest) {
        Map<String, String> config = new HashMap<>();
        manifest.at("/spec/config")
                .properties()
                .forEach(entry -> config.put(
                        entry.getKey(),
                        entry.getValue()
                                .asText()
                                .replaceAll("\\$\\{secrets:[^}]*}", "0f1e2d3c4b5a69788796a5b4c3d2e1f0")));
        return config;
    }

    private static String[] constants(String type, String field) throws ReflectiveOperationException {
        return ((String) Class.forName(MODEL + type).getField(field).get(null)).split(", ");
    }

    private static JsonNode understood(String manifest, String type) {
        try {
            assertThat(YAML.readValue(manifest, Class.forName(MODEL + type))).isNotNull();
            return YAML.readTree(manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Matcher block() {
        try {
            Matcher found = BLOCK.matcher(Files.readString(PAGE));
            assertThat(found.find()).isTrue();
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
