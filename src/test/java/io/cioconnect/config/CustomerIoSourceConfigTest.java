package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.table.Tables;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class CustomerIoSourceConfigTest {
    private final CustomerIoSourceConfig defaults = new CustomerIoSourceConfig(
            Map.of("name", "customer io/1", "topic.prefix", "cio", "app.api.key", EveryKey.API_KEY));
    private final CustomerIoSourceConfig changed = new CustomerIoSourceConfig(EveryKey.properties());

    @Test
    void defaultsCopyAllListTables() {
        assertThat(defaults.polledTables()).isEqualTo(Tables.defaultNames()).hasSize(10);
        assertThat(defaults.eventTables()).isEmpty();
        assertThat(defaults.connectorName()).isEqualTo("customer io/1");
        assertThat(defaults.topics()).isEqualTo(new TopicConfig("cio", false));
        assertThat(defaults.appApi())
                .isEqualTo(new AppApiConfig(
                        URI.create("https://api.customer.io"),
                        Optional.of(new Password(EveryKey.API_KEY)),
                        8,
                        Duration.ofSeconds(30)));
        assertThat(defaults.refresh())
                .isEqualTo(new RefreshConfig(
                        intervals(defaults, Duration.ofHours(6)),
                        Duration.ofHours(1),
                        false,
                        Emit.ALL,
                        Deletes.TOMBSTONE,
                        0.5,
                        new ContentConfig(false, 180, ZoneId.of("UTC"))));
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
    void deliveriesAreReadWhenTheyAreSelected() {
        assertThat(defaults.deliveries()).isEmpty();
        assertThat(changed.deliveries()).isEmpty();
        Map<String, String> selected = EveryKey.properties();
        selected.put("tables", "deliveries, campaigns");
        selected.keySet().removeIf(key -> key.startsWith("webhook."));
        DeliveriesConfig deliveries =
                new CustomerIoSourceConfig(selected).deliveries().orElseThrow();
        assertThat(deliveries)
                .isEqualTo(new DeliveriesConfig(
                        List.of("deliveries"),
                        "2026-01-31",
                        List.of(
                                new DeliveriesConfig.Rescan(Duration.ofMinutes(90), Duration.ofSeconds(30)),
                                new DeliveriesConfig.Rescan(Duration.ofDays(10), Duration.ofDays(2))),
                        List.of("email", "twilio")));
        assertThat(deliveries.start(Instant.EPOCH)).isEqualTo("2026-01-31T00:00:00Z");
        selected.put("deliveries.types", "email,push,email");
        assertThat(new CustomerIoSourceConfig(selected)
                        .deliveries()
                        .orElseThrow()
                        .types())
                .as("each is read once")
                .containsExactly("email", "push");
        List.of("deliveries.start", "deliveries.rescan", "deliveries.types").forEach(selected::remove);
        DeliveriesConfig usual =
                new CustomerIoSourceConfig(selected).deliveries().orElseThrow();
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        assertThat(usual.start(now)).isEqualTo("2026-10-22T12:00:00Z");
        assertThat(usual.types()).isEmpty();
        assertThat(usual.rescans())
                .containsExactly(
                        new DeliveriesConfig.Rescan(Duration.ofHours(2), Duration.ofMinutes(15)),
                        new DeliveriesConfig.Rescan(Duration.ofDays(3), Duration.ofHours(6)),
                        new DeliveriesConfig.Rescan(Duration.ofDays(30), Duration.ofHours(24)));
    }

    @Test
    void everyKeyCanBeSetToSomethingElse() {
        assertThat(changed.polledTables())
                .containsExactly("segments", "sender_identities", "snippets", "segment_counts");
        assertThat(changed.eventTables()).containsExactly("email_events");
        assertThat(changed.topics()).isEqualTo(new TopicConfig("acme.cio", true));
        assertThat(changed.appApi())
                .isEqualTo(new AppApiConfig(
                        URI.create("http://gateway:8080/customerio"),
                        Optional.of(new Password(EveryKey.API_KEY)),
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
    void thisTestSetsEveryKeyAwayFromItsDefault() {
        assertThat(EveryKey.properties().keySet())
                .containsAll(CustomerIoSourceConfig.definition().names());
        CustomerIoSourceConfig.definition()
                .defaultValues()
                .forEach((key, value) ->
                        assertThat(changed.values().get(key)).as(key).isNotEqualTo(value));
    }

    @Test
    void everySecretIsAPassword() {
        assertThat(CustomerIoSourceConfig.definition().configKeys().values())
                .filteredOn(key -> key.name.matches(".*(password|signing|tokens|api\\.key).*"))
                .hasSize(5)
                .allMatch(key -> key.type == org.apache.kafka.common.config.ConfigDef.Type.PASSWORD);
    }

    private static Map<String, Duration> intervals(CustomerIoSourceConfig config, Duration interval) {
        return config.polledTables().stream().collect(Collectors.toMap(table -> table, table -> interval));
    }
}
