package io.cioconnect.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.schema.Json;
import io.cioconnect.table.EventTables;
import io.cioconnect.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Where the events of Customer.io's documentation go, and that their columns hold every field. */
class DocumentedEventsTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-21T12:00:00.123Z");
    private static final TopicConfig TOPICS = new TopicConfig("cio", false);

    private static final Map<String, String> EDGE_CASES = Map.ofEntries(
            Map.entry("customer_subscribed_carried_as_email", "customer_events"),
            Map.entry("customer_subscribed_carried_as_email_with_recipient", "customer_events"),
            Map.entry("customer_subscribed_carried_as_sms", "customer_events"),
            Map.entry("customer_unsubscribed_carried_as_email", "customer_events"),
            Map.entry("email_clicked_deleted_person", "email_events"),
            Map.entry("email_delivered_id_only_workspace", "email_events"),
            Map.entry("email_opened_integer_journey_id", "email_events"),
            Map.entry("email_sent_by_the_test_button", "email_events"),
            Map.entry("email_sent_null_campaign_id", "email_events"),
            Map.entry("email_sent_transactional_id_as_string", "email_events"),
            Map.entry("legacy_event_type_envelope", "email_events"),
            Map.entry("preferences_changed_object_type_email_no_content", "customer_events"),
            Map.entry("preferences_changed_without_object_type", "customer_events"),
            Map.entry("sms_delivered_phone_identifier", "sms_events"),
            Map.entry("unknown_metric_and_field", "email_events"),
            Map.entry("unknown_object_type", "quarantined.unknown_object_type"));

    private final EventRouter router =
            new EventRouter(TOPICS, WebhookMetrics.of(EventTables.names(), Clock.systemUTC()), SizeLimits.standard());

    @TestFactory
    Stream<DynamicTest> everyDocumentedEventGoesToItsTable() throws Exception {
        List<Path> samples = Fixtures.files("webhook", "");
        assertThat(samples).hasSize(70);
        return samples.stream()
                .map(file -> DynamicTest.dynamicTest(Fixtures.name(file), () -> {
                    ObjectNode event = Fixtures.object(file);
                    RoutedEvent routed = route(Files.readAllBytes(file));
                    String table = event.get("object_type").asText() + "_events";
                    assertThat(routed.topic()).isEqualTo("cio." + table);
                    assertThat(routed.destination()).isEqualTo(table);
                    isHeldByItsColumns(event, routed.value());
                    assertThat(routed.value().get("_extra"))
                            .as("documented, so it has a column")
                            .isNull();
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyEdgeCaseGoesWhereItsShapeSays() throws Exception {
        List<Path> samples = Fixtures.files("webhook-edge", "");
        assertThat(samples).extracting(Fixtures::name).containsExactlyInAnyOrderElementsOf(EDGE_CASES.keySet());
        return samples.stream()
                .map(file -> DynamicTest.dynamicTest(Fixtures.name(file), () -> {
                    byte[] body = Files.readAllBytes(file);
                    RoutedEvent routed = route(body);
                    String destination = EDGE_CASES.get(Fixtures.name(file));
                    assertThat(routed.destination()).isEqualTo(destination);
                    if (destination.startsWith("quarantined")) {
                        assertThat(routed.topic()).isEqualTo("cio.quarantine");
                        assertThat(routed.value().getBytes("body")).isEqualTo(body);
                    } else {
                        assertThat(routed.topic()).isEqualTo("cio." + destination);
                        assertThat(routed.key().getString("event_id"))
                                .isEqualTo(Fixtures.object(file).get("event_id").asText());
                    }
                }));
    }

    @Test
    void inOneTopicEveryEventHasTheColumnsOfAllTables() throws Exception {
        EventRouter single = new EventRouter(
                new TopicConfig("cio", true),
                WebhookMetrics.of(EventTables.names(), Clock.systemUTC()),
                SizeLimits.standard());
        List<Schema> schemas = new ArrayList<>();
        for (Path file : Fixtures.files("webhook", "")) {
            RoutedEvent routed = single.route(Files.readAllBytes(file), "digest", RECEIVED);
            assertThat(routed.topic()).isEqualTo("cio.data");
            assertThat(routed.destination())
                    .isEqualTo(Fixtures.object(file).get("object_type").asText() + "_events");
            isHeldByItsColumns(Fixtures.object(file), routed.value());
            schemas.add(routed.value().schema());
        }
        assertThat(schemas).containsOnly(schemas.get(0));
        assertThat(schemas.get(0).name()).isEqualTo("cio.data.Value");
    }

    /** Field by field, straight from the JSON. */
    private static void isHeldByItsColumns(ObjectNode event, Struct value) {
        for (var field : event.properties()) {
            if (!field.getKey().equals("data")) {
                isHeld(field.getKey(), field.getValue(), value);
            }
        }
        for (var field : event.get("data").properties()) {
            if (field.getKey().equals("identifiers")) {
                for (var identifier : field.getValue().properties()) {
                    isHeld("identifiers_" + identifier.getKey(), identifier.getValue(), value);
                }
            } else {
                isHeld(field.getKey(), field.getValue(), value);
            }
        }
    }

    private static void isHeld(String name, JsonNode expected, Struct value) {
        Field column = value.schema().field(name);
        assertThat(column).as("column " + name).isNotNull();
        Object held = value.get(column);
        if (expected.isNull()) {
            assertThat(held).as(name).isNull();
        } else if (expected.isContainerNode()) {
            assertThat(column.schema().name()).isEqualTo("io.debezium.data.Json");
            assertThat(held).as(name).isEqualTo(Json.write(expected));
        } else if (held instanceof Date time) {
            assertThat(time.toInstant()).as(name).isEqualTo(Instant.ofEpochSecond(expected.asLong()));
        } else {
            assertThat(held).as(name).hasToString(expected.asText());
        }
    }

    private RoutedEvent route(byte[] body) {
        return router.route(body, "digest", RECEIVED);
    }
}
