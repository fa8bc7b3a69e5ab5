package io.cioconnect.config;

import static io.cioconnect.testing.WrongConfiguration.changed;
import static io.cioconnect.testing.WrongConfiguration.right;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.testing.WrongConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {
    private static final String TOKEN = "abcdefghijklmnop0123456789";

    static List<WrongConfiguration> wrongConfigurations() {
        return WrongConfiguration.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongConfigurations")
    void putsTheComplaintOnTheKeyAndSaysWhatToDo(WrongConfiguration wrong) {
        Map<String, List<String>> errors = errors(wrong.properties());

        assertThat(errors).containsOnlyKeys(wrong.key());
        assertThat(errors.get(wrong.key()))
                .hasSize(1)
                .first()
                .asString()
                .contains(wrong.key())
                .contains(wrong.text());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongConfigurations")
    void aTaskDoesNotStartWithWhatValidationRefuses(WrongConfiguration wrong) {
        Map<String, String> properties = wrong.properties();

        assertThatThrownBy(() -> new CustomerIoSourceConfig(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(wrong.key())
                .hasMessageContaining(wrong.text());
    }

    @ParameterizedTest
    @CsvSource({
        "app.api.requests.per.second=many, Enter a whole number from 1 to 10",
        "refresh.on.start=perhaps, Enter true or false",
        "-topic.prefix, 'Enter letters, digits'"
    })
    void saysWhatToEnterAlsoWhereConnectDoesNot(String change, String text) {
        assertThat(errors(changed(change)).values()).singleElement().asString().contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown=ignored",
                "producer.override.acks=-1",
                "transaction.boundary=poll ; transaction.boundary.interval.ms=5000",
                "producer.override.max.block.ms=60000 ; errors.tolerance=all",
                "producer.override.max.block.ms=5000",
                "producer.override.max.block.ms=5000 ; errors.tolerance=none",
                "refresh.interval.ms.snippets=1000",
                "refresh.interval.ms=9223372036854775807",
                "app.api.key=  a1b2c3d4e5f60718293a4b5c6d7e8f90 ",
                "app.api.url=http://localhost:8080/gateway/",
                "app.api.url=http://fake_customer_io:8080",
                "webhook.public.url=HTTPS://Events.example.com:65535/x",
                "webhook.listen.path=/a%20b/c/",
                "name=readyz ; webhook.listen.path=/events",
                "webhook.listen.host=::",
                "webhook.listen.host=2001:db8::1",
                "webhook.listen.host=my_host.internal",
                "webhook.listen.port=0 ; webhook.health.port=0",
                "webhook.allowed.addresses=10.1.2.3, ::1, 2001:db8::/32, ::ffff:10.0.0.0/104 ; webhook.trusted.proxies=",
                "webhook.events=email_*,email_invented_yesterday",
                "webhook.ssl.keystore.location=/etc/receiver.pem ; webhook.ssl.keystore.type=PEM",
                "tables=*_events ; -app.api.key",
                "-webhook.signing.keys ; webhook.url.tokens=" + TOKEN,
                "webhook.url.tokens=abcdefghijklmnop01234567891,abcdefghijklmnop0123456789 ; webhook.public.url=https://events.example.com/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "webhook.public.url=https://events.example.com/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "-webhook.signing.keys ; webhook.registration=auto ; webhook.public.url=https://example.com/x",
                "tables=campaigns ; -webhook.signing.keys",
                "tables=campaigns ; -webhook.signing.keys ; name=readyz"
            })
    void acceptsWhatIsRight(String changes) {
        assertThat(errors(changed(changes.split(" ; ")))).isEmpty();
        assertThat(new CustomerIoSourceConfig(changed(changes.split(" ; ")))).isNotNull();
    }

    /** How long a URL Customer.io takes is not documented. */
    @Test
    void aUrlMayBeLong() {
        assertThat(errors(changed(
                        "webhook.registration=auto",
                        "webhook.public.url=https://example.com/" + "x".repeat(2_000),
                        "webhook.url.tokens=" + TOKEN)))
                .isEmpty();
    }

    /** However long it is: a validation that throws shows the user no complaint at all. */
    @Test
    void aPathHasAtMost1000Characters() {
        assertThat(errors(changed("webhook.listen.path=/" + "a".repeat(999)))).isEmpty();
        for (String path : List.of("/" + "a".repeat(1_000), "/a".repeat(100_000), "/" + "%41".repeat(100_000))) {
            Map<String, List<String>> errors = errors(changed("webhook.listen.path=" + path));
            assertThat(errors).containsOnlyKeys("webhook.listen.path");
            assertThat(errors.get("webhook.listen.path"))
                    .singleElement()
                    .asString()
                    .contains("1000 characters");
        }
    }

    @Test
    void takesANullForAKeyThatIsNotSet() {
        Map<String, String> properties = new HashMap<>(right());
        properties.put("webhook.listen.port", null);
        properties.put("webhook.ssl.key.password", null);
        properties.put("webhook.health.port", null);

        assertThat(errors(properties)).isEmpty();
        assertThat(new CustomerIoSourceConfig(properties).webhook().listener().port())
                .isEqualTo(8099);
    }

    /** One key a line, as files of secrets have them, would be one key that verifies nothing. */
    @Test
    void signingKeysAreSeparatedByCommas() {
        String two = "a1b2c3d4e5f60718293a4b5c6d7e8f90%sf1e2d3c4b5a69788796a5b4c3d2e1f0a";
        for (String between : List.of("\n", "\r\n", "\t", ",\uFEFF")) {
            Map<String, String> properties = changed("webhook.signing.keys=" + String.format(two, between));
            assertThat(errors(properties)).containsOnlyKeys("webhook.signing.keys");
            assertThatThrownBy(() -> CustomerIoSourceConfig.signingKeys(properties))
                    .isInstanceOf(ConfigException.class);
        }
        Map<String, String> properties = changed("webhook.signing.keys=" + String.format(two, ",\n"));
        assertThat(errors(properties)).isEmpty();
        assertThat(CustomerIoSourceConfig.signingKeys(properties)).hasSize(2);
        assertThat(errors(changed("webhook.signing.keys=a key of three words and more")))
                .isEmpty();
    }

    /** Connect says so itself, of tasks.max. */
    @Test
    void aNumberOfTasksThatIsNoneIsNoComplaintAboutReceivers() {
        assertThat(errors(changed("tasks.max=0"))).isEmpty();
        assertThat(errors(changed("tasks.max=-1", "tables=campaigns", "-webhook.signing.keys")))
                .isEmpty();
    }

    @Test
    void anEmptyConfigurationMissesThePrefixAndTheKey() {
        assertThat(errors(Map.of())).containsOnlyKeys("topic.prefix", "app.api.key");
    }

    @Test
    void everyKeyMayBeGarbageAtOnce() {
        for (String garbage : List.of("", " ", ",", "\u0000", "-1", "${x:y}", "99999999999999999999", "é💣", "*")) {
            Map<String, String> properties = new HashMap<>();
            CustomerIoSourceConfig.definition().names().forEach(key -> properties.put(key, garbage));
            for (String key : List.of(
                    "name",
                    "tasks.max",
                    "transaction.boundary",
                    "transaction.boundary.interval.ms",
                    "producer.override.acks",
                    "refresh.interval.ms.x")) {
                properties.put(key, garbage);
            }

            assertThat(errors(properties)).as(garbage).isNotEmpty();
        }
    }

    @Test
    void noComplaintRepeatsASecret() {
        String secret = "CANARY-" + "é";
        for (String key : List.of("app.api.key", "webhook.signing.keys", "webhook.url.tokens")) {
            Map<String, String> properties = changed(key + "=" + secret + "," + secret);
            assertThat(errors(properties).get(key))
                    .isNotEmpty()
                    .allSatisfy(text -> assertThat(text).doesNotContain("CANARY"));
            assertThatThrownBy(() -> new CustomerIoSourceConfig(properties)).hasMessageNotContaining("CANARY");
        }
        assertThat(errors(changed("webhook.public.url=https://u:CANARY@example.com"))
                        .toString())
                .doesNotContain("CANARY");
    }

    @Test
    void keepsConnectsOwnValueBesideAComplaint() {
        ConfigValue result = Validation.of(changed("producer.override.acks=1")).results().stream()
                .filter(value -> value.name().equals("producer.override.acks"))
                .findFirst()
                .orElseThrow();

        assertThat(result.value()).isEqualTo("1");
    }

    @Test
    void offersValuesToFormsAndHidesWhatDoesNotApply() {
        Map<String, ConfigValue> lists = results(changed("tables=campaigns", "-webhook.signing.keys"));

        assertThat(lists.get("region").recommendedValues()).containsExactly("us", "eu");
        assertThat(lists.get("tables").recommendedValues())
                .hasSize(39 + 7)
                .contains("campaigns", "email_events", "campaign_actions", "@metrics");
        assertThat(lists.get("webhook.events").recommendedValues()).hasSize(72).contains("email_opened");
        assertThat(lists.get("refresh.on.start").recommendedValues()).containsExactly(true, false);
        assertThat(lists.get("refresh.interval.ms").recommendedValues()).isEmpty();
        assertThat(lists.get("topic.prefix").visible()).isTrue();
        assertThat(lists.get("webhook.listen.port").visible()).isFalse();
        assertThat(lists.get("webhook.public.url").visible()).isFalse();
        assertThat(lists.get("refresh.interval.ms").visible()).isTrue();
        assertThat(lists.get("deliveries.rescan").visible()).isFalse();
        assertThat(lists.get("deliveries.types").recommendedValues()).hasSize(8).contains("twilio");
        assertThat(results(changed("tables=@deliveries"))
                        .get("deliveries.rescan")
                        .visible())
                .isTrue();
        assertThat(results(right()).get("webhook.listen.port").visible()).isTrue();
    }

    @Test
    void asksTheAppApiOnlyWithCleanKeysAndForAReason() {
        assertThat(Validation.of(right()).appApiCheck()).hasValueSatisfying(check -> {
            assertThat(check.polledTables()).containsExactly("campaigns", "segments");
            assertThat(check.ownUrl()).isFalse();
            assertThat(check.api().key()).contains(new Password(right().get("app.api.key")));
        });
        assertThat(Validation.of(changed("webhook.listen.port=x")).appApiCheck())
                .isPresent();
        assertThat(Validation.of(changed("app.api.url=x")).appApiCheck()).isEmpty();
        assertThat(Validation.of(changed("tables=email_events")).appApiCheck()).isEmpty();
    }

    private static Map<String, ConfigValue> results(Map<String, String> properties) {
        return Validation.of(properties).results().stream()
                .collect(Collectors.toMap(ConfigValue::name, value -> value));
    }

    private static Map<String, List<String>> errors(Map<String, String> properties) {
        return results(properties).values().stream()
                .filter(result -> !result.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
