package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.TlsConfig;
import io.cioconnect.testing.TestCertificate;
import io.cioconnect.testing.WrongConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A keystore that cannot serve is refused before it reaches a port that works. */
class KeystoreValidationTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("keystore");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS", "PEM", "PEM-encrypted"})
    void aKeystoreThatOpensIsAccepted(String kind) throws Exception {
        assertThat(errors(properties(kind))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PKCS12, webhook.ssl.keystore.password",
        "JKS, webhook.ssl.keystore.password",
        "PEM-encrypted, webhook.ssl.key.password"
    })
    void aWrongPasswordIsAnErrorOnItsKeyThatDoesNotTellIt(String kind, String key) throws Exception {
        Map<String, String> properties = properties(kind);
        properties.put(key, "canary");

        assertThat(errors(properties)).containsOnlyKeys(key);
        assertThat(errors(properties).toString()).doesNotContain("canary", TestCertificate.PASSWORD);
    }

    @Test
    void aWrongPasswordOfTheKeyIsAnErrorOnItsKey() throws Exception {
        Map<String, String> properties = properties("JKS");
        properties.put("webhook.ssl.key.password", "canary");

        assertThat(errors(properties)).containsOnlyKeys("webhook.ssl.key.password");
    }

    @Test
    void aFileThatIsMissingOrBrokenIsAnErrorOnTheLocation() throws Exception {
        Map<String, String> properties = properties("PEM");
        String pem = Files.readString(file);
        Files.writeString(file, pem.replaceFirst("\n.(?=[A-Za-z0-9+/]{20})", "\n"));
        assertThat(errors(properties)).containsOnlyKeys("webhook.ssl.keystore.location");

        Files.delete(file);
        assertThat(errors(properties)).containsOnlyKeys("webhook.ssl.keystore.location");
        properties.put("webhook.ssl.keystore.location", directory.toString());
        assertThat(errors(properties)).containsOnlyKeys("webhook.ssl.keystore.location");
    }

    @Test
    void anotherTypeThanTheFileHasIsAnErrorOnTheLocation() throws Exception {
        Map<String, String> properties = properties("PEM");
        properties.put("webhook.ssl.keystore.type", "PKCS12");
        properties.put("webhook.ssl.keystore.password", "changeit");

        assertThat(errors(properties)).containsOnlyKeys("webhook.ssl.keystore.location");
    }

    private Map<String, String> properties(String kind) throws Exception {
        TlsConfig tls = TestCertificate.of("first.example", "RSA").write(file, kind);
        Map<String, String> properties = new HashMap<>(WrongConfiguration.changed("tables=email_events"));
        properties.put("webhook.ssl.keystore.location", tls.keystoreLocation());
        properties.put("webhook.ssl.keystore.type", tls.type());
        tls.keystorePassword()
                .map(Password::value)
                .ifPresent(password -> properties.put("webhook.ssl.keystore.password", password));
        tls.keyPassword()
                .map(Password::value)
                .ifPresent(password -> properties.put("webhook.ssl.key.password", password));
        return properties;
    }

    private static Map<String, List<String>> errors(Map<String, String> properties) {
        return new CustomerIoSourceConnector()
                .validate(properties).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
