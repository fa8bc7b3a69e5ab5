package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.table.EventTables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from the keys beyond their values: URLs, event names, warnings, advice. */
class DerivedSettingsTest {
    @Test
    void aMisspeltKeyIsAWarning() {
        Map<String, String> properties = EveryKey.properties();
        properties.put("refresh.delete", "flag");

        assertThat(new CustomerIoSourceConfig(properties).warnings())
                .anyMatch(text -> text.contains("refresh.delete ") && text.contains("refresh.deletes?"));
    }

    @Test
    void aConnectorThatReceivesIsToldWhenItsProducerLingers() {
        Map<String, String> properties = EveryKey.properties();
        assertThat(new CustomerIoSourceConfig(properties).advice())
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("producer.override.linger.ms=0", "linger.ms of 5 (the Kafka client's default)"));

        properties.put("producer.override.linger.ms", "20");
        assertThat(new CustomerIoSourceConfig(properties).advice())
                .hasValueSatisfying(text -> assertThat(text).contains("linger.ms of 20 is"));

        properties.put("producer.override.linger.ms", "0");
        assertThat(new CustomerIoSourceConfig(properties).advice()).isEmpty();
        assertThat(withoutReceiver().advice()).isEmpty();
    }

    /** Also the largest number, which many write for "no limit"; left out, it would be the worker's or the broker's. */
    @Test
    void readsHowLargeARecordMayBe() {
        Map<String, String> properties = EveryKey.properties();
        properties.put("producer.override.max.request.size", "2147483647");
        properties.put("topic.creation.groups", "big.ones");
        properties.put("topic.creation.big.ones.max.message.bytes", " 2147483647");
        KafkaClients clients = new CustomerIoSourceConfig(properties).kafkaClients();
        assertThat(clients.maxRequestBytes()).hasValue(Integer.MAX_VALUE);
        assertThat(clients.createdTopicBytes()).hasValue(Integer.MAX_VALUE);

        properties.put("producer.override.max.request.size", "2147483648");
        properties.put("topic.creation.default.max.message.bytes", "500000");
        clients = new CustomerIoSourceConfig(properties).kafkaClients();
        assertThat(clients.maxRequestBytes()).isEmpty();
        assertThat(clients.createdTopicBytes()).hasValue(500_000);
    }

    @Test
    void withoutWebhookEventsEveryEventOfTheSelectedTablesIsMeant() {
        Map<String, String> properties = EveryKey.properties();
        properties.remove("webhook.events");
        properties.put("tables", "sms_events,slack_events");
        List<String> expected = List.of("sms_events", "slack_events").stream()
                .flatMap(table -> EventTables.named(table).eventNames().stream())
                .toList();

        assertThat(new CustomerIoSourceConfig(properties).registration().events())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theRegionPicksTheBaseUrl() {
        Map<String, String> properties = EveryKey.properties();
        properties.remove("app.api.url");

        assertThat(new CustomerIoSourceConfig(properties).appApi().baseUrl()).hasToString("https://api-eu.customer.io");
    }

    @ParameterizedTest
    @CsvSource({
        "https://API.customer.io, api.customer.io",
        "https://api.customer.io:443/gateway, api.customer.io",
        "http://gateway:80, gateway",
        "http://gateway:443, gateway:443",
        "http://Fake_customer_io:8080/, fake_customer_io:8080",
        "http://[::1]:8080, [::1]:8080"
    })
    void theHostNamesTheWorkspacesApi(String url, String host) {
        Map<String, String> properties = EveryKey.properties();
        properties.put("app.api.url", url);

        assertThat(new CustomerIoSourceConfig(properties).appApi().host()).isEqualTo(host);
    }

    @Test
    void anIntervalOfNeverStaysWithinWhatTimesCanHold() {
        Map<String, String> properties = EveryKey.properties();
        properties.put("refresh.interval.ms", String.valueOf(Long.MAX_VALUE));
        properties.put("webhook.listener.keep.open.ms", String.valueOf(Long.MAX_VALUE));
        CustomerIoSourceConfig config = new CustomerIoSourceConfig(properties);

        assertThat(config.webhook().listener().keepOpen()).isGreaterThan(Duration.ofDays(365));
        assertThat(java.time.Instant.now().plus(config.webhook().listener().keepOpen()))
                .isAfter(java.time.Instant.now());
    }

    @Test
    void readsTheSigningKeysAgain() {
        assertThat(CustomerIoSourceConfig.signingKeys(EveryKey.properties()))
                .containsExactly(new Password("new"), new Password("old"));
        assertThatThrownBy(() ->
                        CustomerIoSourceConfig.signingKeys(Map.of("topic.prefix", "x", "webhook.signing.keys", "a,")))
                .isInstanceOf(ConfigException.class);
    }

    /** A key that was rotated is used even when another secret cannot be read at the moment. */
    @Test
    void eachSecretIsReadWithoutTheOthers() {
        Map<String, String> properties = EveryKey.properties();
        properties.put("app.api.key", "${file:/nowhere:key}");
        assertThat(CustomerIoSourceConfig.signingKeys(properties)).hasSize(2);
        assertThatThrownBy(() -> CustomerIoSourceConfig.appApiKey(properties)).isInstanceOf(ConfigException.class);

        properties.put("app.api.key", " rotated ");
        properties.put("webhook.signing.keys", "${file:/nowhere:key}");
        assertThat(CustomerIoSourceConfig.appApiKey(properties)).contains(new Password("rotated"));
        assertThatThrownBy(() -> CustomerIoSourceConfig.signingKeys(properties)).isInstanceOf(ConfigException.class);

        assertThat(CustomerIoSourceConfig.appApiKey(Map.of())).isEmpty();
        assertThat(CustomerIoSourceConfig.signingKeys(Map.of())).isEmpty();
    }

    /** Connect reads its own keys so. */
    @ParameterizedTest
    @CsvSource({"'2 ', 2", "' 2', 2", "+2, 2", "2, 2"})
    void aNumberOfConnectsOwnMayHaveBlanksAndASign(String text, int tasks) {
        Map<String, String> properties = EveryKey.properties();
        properties.put("tasks.max", text);
        properties.put("webhook.receivers", "2");

        assertThat(new CustomerIoSourceConfig(properties).maxTasks()).isEqualTo(tasks);
    }

    private static CustomerIoSourceConfig withoutReceiver() {
        return new CustomerIoSourceConfig(Map.of("topic.prefix", "cio", "app.api.key", EveryKey.API_KEY));
    }
}
