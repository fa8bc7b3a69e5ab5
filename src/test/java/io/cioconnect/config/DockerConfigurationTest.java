package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docker/ creates is what config/ ships, but for what differs from place to place. */
class DockerConfigurationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theConnectorIsTheShippedOneFilledFromTheEnvironment() throws IOException {
        Map<String, String> expected = shipped("connector-with-webhooks.json");
        expected.put("region", "${env:CUSTOMERIO_REGION}");
        expected.put("app.api.key", "${env:CUSTOMERIO_APP_API_KEY}");
        expected.put("webhook.public.url", "${env:CUSTOMERIO_PUBLIC_URL}");

        assertThat(docker("connector.json")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lists", "events"})
    void theSinksAreTheShippedOnesForTheWarehouseInTheComposeFile(String kind) throws IOException {
        Set<String> local = Set.of(
                "connection.url",
                "connection.username",
                "connection.password",
                "collection.name.format",
                "consumer.override.metadata.max.age.ms");
        Map<String, String> expected = shipped("sinks/postgres-" + kind + ".json");
        Map<String, String> actual = docker("sinks/customerio-" + kind + ".json");

        assertThat(actual).containsEntry("connection.password", "${env:POSTGRES_PASSWORD}");
        expected.keySet().removeAll(local);
        actual.keySet().removeAll(local);
        assertThat(actual).isEqualTo(expected);
    }

    /** In place of the worker, the function prints the properties it would get. */
    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            disabledReason = "the script runs in a container, with a bash that others need not have")
    void variablesOfAWorkerBecomeItsPropertiesWhateverTheyHold() throws Exception {
        // in UTF-8, whatever the locale of the tests
        String password = "export CONNECT_SASL_PASSWORD=$' x\\xc3\\xa4\\\\\\xe2\\x82\\xac\\xf0\\x9f\\x98\\x80'; ";
        String printed = "exec() { cat \"$2\"; rm \"$2\"; }; . docker/connect-worker";
        ProcessBuilder script = new ProcessBuilder("bash", "-c", password + printed).redirectErrorStream(true);
        script.environment()
                .putAll(Map.of(
                        "CONNECT_GROUP_ID", "ours",
                        "CONNECT_SSL_TRUSTSTORE_CERTIFICATES", "-----BEGIN CERTIFICATE-----\nMIIB=\n",
                        "CONNECT_SASL_JAAS_CONFIG", "x password=\"a\\b#c=d\";",
                        "CONNECT_SSL_KEYSTORE_KEY", "-----BEGIN PRIVATE KEY-----\r\nMIIE=\r\n",
                        "CONNECT_A___B__C", "dash and underscore"));
        Process worker = script.start();
        Properties properties = new Properties();
        properties.load(worker.getInputStream());

        assertThat(worker.waitFor()).isZero();
        assertThat(properties)
                .containsEntry("group.id", "ours")
                .containsEntry("ssl.truststore.certificates", "-----BEGIN CERTIFICATE-----\nMIIB=\n")
                .containsEntry("ssl.keystore.key", "-----BEGIN PRIVATE KEY-----\r\nMIIE=\r\n")
                .containsEntry("sasl.jaas.config", "x password=\"a\\b#c=d\";")
                .containsEntry("sasl.password", " x\u00e4\\\u20ac\ud83d\ude00")
                .containsEntry("a-b_c", "dash and underscore")
                .containsEntry("plugin.path", "/opt/kafka/plugins");
    }

    private static Map<String, String> shipped(String file) throws IOException {
        JsonNode root = JSON.readTree(Path.of("config", file).toFile());
        return JSON.convertValue(root.get("config"), new TypeReference<>() {});
    }

    private static Map<String, String> docker(String file) throws IOException {
        return JSON.readValue(Path.of("docker", file).toFile(), new TypeReference<>() {});
    }
}
