package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.table.EventTables;
import io.cioconnect.table.Tables;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomerIoSourceConfigTest {
    private static final String API_KEY = "a1b2c3d4e5f60718293a4b5c6d7e8f90";

    private static final Map<String, String> EVERY_KEY = Map.ofEntries(
            Map.entry("topic.prefix", "acme.cio"),
            Map.entry("events.layout", "single"),
            Map.entry("app.api.key", API_KEY),
            Map.entry("region", "eu"),
            Map.entry("app.api.url", "http://gateway:8080/customerio/"),
            Map.entry("app.api.requests.per.second", "3"),
            Map.entry("app.api.timeout.ms", "1234"),
            Map.entry("tables", "snippets, se*s, email_events"),
            Map.entry("refresh.interval.ms", "60000"),
            Map.entry("refresh.pass.timeout.ms", "120000"),
            Map.entry("refresh.on.start", "true"),
            Map.entry("refresh.emit", "changes"),
            Map.entry("refresh.deletes", "both"),
            Map.entry("refresh.deletes.max.fraction", "0.25"),
            Map.entry("content.bodies", "true"),
            Map.entry("metrics.days", "30"),
            Map.entry("metrics.timezone", "Europe/Stockholm"),
            Map.entry("webhook.registration", "auto"),
            Map.entry("webhook.public.url", "https://events.example.com/hooks/"),
            Map.entry("webhook.events", "email_*ed, sms_sent, email_novel"),
            Map.entry("webhook.full.resolution", "true"),
            Map.entry("webhook.with.content", "false"),
            Map.entry("webhook.listen.host", "127.0.0.1"),
            Map.entry("webhook.listen.port", "9000"),
            Map.entry("webhook.listen.path", "/hooks/cio/"),
            Map.entry("webhook.receivers", "2"),
            Map.entry("webhook.listener.keep.open.ms", "5000"),
            Map.entry("webhook.health.port", "9001"),
            Map.entry("webhook.signing.keys", " new , old "),
            Map.entry("webhook.url.tokens", "token-number-one-1,token-number-two-2"),
            Map.entry("webhook.timestamp.tolerance.ms", "300000"),
            Map.entry("webhook.allowed.addresses", "203.0.113.7, 2001:db8::1"),
            Map.entry("webhook.trusted.proxies", "10.0.0.0/8"),
            Map.entry("webhook.response.timeout.ms", "2500"),
            Map.entry("webhook.max.in.flight", "10"),
            Map.entry("webhook.max.in.flight.bytes", "2000000"),
            Map.entry("webhook.max.body.bytes", "100000"),
            Map.entry("webhook.ssl.keystore.location", "/etc/keystore.jks"),
            Map.entry("webhook.ssl.keystore.password", "changeit"),
            Map.entry("webhook.ssl.keystore.type", "JKS"),
            Map.entry("webhook.ssl.key.password", "changeit2"));

    private final CustomerIoSourceConfig defaults =
            new CustomerIoSourceConfig(Map.of("name", "customer io/1", "topic.prefix", "cio", "app.api.key", API_KEY));
    private final CustomerIoSourceConfig changed = new CustomerIoSourceConfig(everyKey());

    @Test
    void defaultsCopyAllListTables() {
        assertThat(defaults.listTables()).isEqualTo(Tables.defaultNames()).hasSize(10);
        assertThat(defaults.eventTables()).isEmpty();
        assertThat(defaults.connectorName()).isEqualTo("customer io/1");
        assertThat(defaults.topics()).isEqualTo(new TopicConfig("cio", false));
        assertThat(defaults.appApi())
                .isEqualTo(new AppApiConfig(
                        URI.create("https://api.customer.io"),
                        Optional.of(new Password(API_KEY)),
                        8,
                        Duration.ofSeconds(30)));
        assertThat(defaults.refresh())
                .isEqualTo(new RefreshConfig(
                        intervals(defaults, Duration.ofHours(6)),
                        Duration.ofHours(1),
                        false,
                        Emit.ALL,
                        Deletes.TOMBSTONE,
                        0.5));
        assertThat(defaults.warnings()).isEmpty();
    }

    @Test
    void defaultsOfTheReceiver() {
        assertThat(defaults.webhook())
                .isEqualTo(new WebhookConfig(
                        new WebhookConfig.Listener(
                                "0.0.0.0",
                                8099,
                                "/webhooks/customer%20io%2F1",
                                new PathSegments(List.of("webhooks", "customer io/1")),
                                Duration.ofMinutes(10),
                                OptionalInt.empty(),
                                1),
                        new WebhookConfig.Verification(List.of(), List.of(), Duration.ZERO, addresses(), addresses()),
                        new WebhookConfig.Limits(Duration.ofSeconds(3), 512, 67_108_864, 524_288),
                        Optional.empty()));
        assertThat(defaults.registration())
                .isEqualTo(
                        new RegistrationConfig(false, Optional.empty(), List.of(), Optional.empty(), Optional.empty()));
    }

    @Test
    void everyKeyCanBeSetToSomethingElse() {
        assertThat(changed.listTables()).containsExactly("segments", "sender_identities", "snippets", "segment_counts");
        assertThat(changed.eventTables()).containsExactly("email_events");
        assertThat(changed.topics()).isEqualTo(new TopicConfig("acme.cio", true));
        assertThat(changed.appApi())
                .isEqualTo(new AppApiConfig(
                        URI.create("http://gateway:8080/customerio"),
                        Optional.of(new Password(API_KEY)),
                        3,
                        Duration.ofMillis(1234)));
        Map<String, Duration> intervals = new HashMap<>(intervals(changed, Duration.ofMinutes(1)));
        intervals.put("segments", Duration.ofMillis(2005));
        intervals.put("sender_identities", Duration.ofMillis(2006));
        intervals.put("snippets", Duration.ofMillis(2007));
        intervals.put("segment_counts", Duration.ofMillis(2017));
        assertThat(changed.refresh())
                .isEqualTo(new RefreshConfig(
                        intervals,
                        Duration.ofMinutes(2),
                        true,
                        Emit.CHANGES,
                        Deletes.BOTH,
                        0.25,
                        new ContentConfig(true, 30, ZoneId.of("Europe/Stockholm"))));
    }

    @Test
    void everyKeyOfTheReceiverCanBeSetToSomethingElse() {
        assertThat(changed.webhook())
                .isEqualTo(new WebhookConfig(
                        new WebhookConfig.Listener(
                                "127.0.0.1",
                                9000,
                                "/hooks/cio",
                                new PathSegments(List.of("hooks", "cio")),
                                Duration.ofSeconds(5),
                                OptionalInt.of(9001),
                                2),
                        new WebhookConfig.Verification(
                                List.of(new Password("new"), new Password("old")),
                                List.of(new Password("token-number-one-1"), new Password("token-number-two-2")),
                                Duration.ofMinutes(5),
                                addresses("10.0.0.0/8"),
                                addresses("203.0.113.7/32", "2001:db8::1/128")),
                        new WebhookConfig.Limits(Duration.ofMillis(2500), 10, 2_000_000, 100_000),
                        Optional.of(new TlsConfig(
                                "/etc/keystore.jks",
                                Optional.of(new Password("changeit")),
                                "JKS",
                                Optional.of(new Password("changeit2"))))));
    }

    private static AddressRanges addresses(String... blocks) {
        return AddressRanges.parse(List.of(blocks));
    }

    @Test
    void globsOfEventsMeanTheSelectedTablesAndNamesAreTakenAsTheyAre() {
        assertThat(changed.registration().events())
                .contains("email_opened", "email_clicked", "sms_sent", "email_novel")
                .noneMatch(name -> name.startsWith("push_"))
                .doesNotContain("email_*ed");
        assertThat(changed.registration().publicUrl()).hasValue("https://events.example.com/hooks/");
        assertThat(changed.registration().auto()).isTrue();
        assertThat(changed.registration().fullResolution()).hasValue(true);
        assertThat(changed.registration().withContent()).hasValue(false);
        assertThat(changed.warnings()).hasSize(2).anyMatch(text -> text.contains("'email_novel'"));
    }

    @Test
    void aMisspeltKeyIsAWarning() {
        Map<String, String> properties = everyKey();
        properties.put("refresh.delete", "flag");

        assertThat(new CustomerIoSourceConfig(properties).warnings())
                .anyMatch(text -> text.contains("refresh.delete ") && text.contains("refresh.deletes?"));
    }

    @Test
    void aConnectorThatReceivesIsToldWhenItsProducerLingers() {
        Map<String, String> properties = everyKey();
        assertThat(new CustomerIoSourceConfig(properties).advice())
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("producer.override.linger.ms=0", "linger.ms of 5 (the Kafka client's default)"));

        properties.put("producer.override.linger.ms", "20");
        assertThat(new CustomerIoSourceConfig(properties).advice())
                .hasValueSatisfying(text -> assertThat(text).contains("linger.ms of 20 is"));

        properties.put("producer.override.linger.ms", "0");
        assertThat(new CustomerIoSourceConfig(properties).advice()).isEmpty();
        assertThat(defaults.advice()).isEmpty();
    }

    @Test
    void withoutWebhookEventsEveryEventOfTheSelectedTablesIsMeant() {
        Map<String, String> properties = everyKey();
        properties.remove("webhook.events");
        properties.put("tables", "sms_events,slack_events");
        List<String> expected = List.of("sms_events", "slack_events").stream()
                .flatMap(table -> EventTables.named(table).eventNames().stream())
                .toList();

        assertThat(new CustomerIoSourceConfig(properties).registration().events())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void thisTestSetsEveryKeyAwayFromItsDefault() {
        assertThat(everyKey().keySet())
                .containsAll(CustomerIoSourceConfig.definition().names());
        CustomerIoSourceConfig.definition()
                .defaultValues()
                .forEach((key, value) ->
                        assertThat(changed.values().get(key)).as(key).isNotEqualTo(value));
    }

    @Test
    void theRegionPicksTheBaseUrl() {
        Map<String, String> properties = everyKey();
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
        Map<String, String> properties = everyKey();
        properties.put("app.api.url", url);

        assertThat(new CustomerIoSourceConfig(properties).appApi().host()).isEqualTo(host);
    }

    @Test
    void anIntervalOfNeverStaysWithinWhatTimesCanHold() {
        Map<String, String> properties = everyKey();
        properties.put("refresh.interval.ms", String.valueOf(Long.MAX_VALUE));
        properties.put("webhook.listener.keep.open.ms", String.valueOf(Long.MAX_VALUE));
        CustomerIoSourceConfig config = new CustomerIoSourceConfig(properties);

        assertThat(config.webhook().listener().keepOpen()).isGreaterThan(Duration.ofDays(365));
        assertThat(java.time.Instant.now().plus(config.webhook().listener().keepOpen()))
                .isAfter(java.time.Instant.now());
    }

    @Test
    void readsTheSigningKeysAgain() {
        assertThat(CustomerIoSourceConfig.signingKeys(everyKey()))
                .containsExactly(new Password("new"), new Password("old"));
        assertThatThrownBy(() ->
                        CustomerIoSourceConfig.signingKeys(Map.of("topic.prefix", "x", "webhook.signing.keys", "a,")))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void everySecretIsAPassword() {
        assertThat(CustomerIoSourceConfig.definition().configKeys().values())
                .filteredOn(key -> key.name.matches(".*(password|signing|tokens|api\\.key).*"))
                .hasSize(5)
                .allMatch(key -> key.type == org.apache.kafka.common.config.ConfigDef.Type.PASSWORD);
    }

    private static Map<String, String> everyKey() {
        Map<String, String> properties = new HashMap<>(EVERY_KEY);
        properties.put("name", "customerio");
        properties.put("tasks.max", "3");
        List<String> tables = Tables.names();
        for (int i = 0; i < tables.size(); i++) {
            properties.put("refresh.interval.ms." + tables.get(i), String.valueOf(2000 + i));
        }
        return properties;
    }

    private static Map<String, Duration> intervals(CustomerIoSourceConfig config, Duration interval) {
        return config.listTables().stream().collect(Collectors.toMap(table -> table, table -> interval));
    }
}
