package io.cioconnect.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.TopicConfig;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.table.EventTables;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class EventRouterTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-21T12:00:00.123Z");
    private static final TopicConfig TOPICS = new TopicConfig("cio", false);

    private final EventRouter router =
            new EventRouter(TOPICS, WebhookMetrics.of(EventTables.names(), Clock.systemUTC()), SizeLimits.standard());

    @Test
    void theReceiversTimeIsInTheRecord() {
        Struct value = route(sent("1")).value();
        assertThat(value.get("_received_at")).isEqualTo(Date.from(RECEIVED));
        assertThat(value.get("timestamp")).isEqualTo(Date.from(Instant.ofEpochSecond(1789430400)));
        assertThat(value.schema().name()).isEqualTo("cio.email_events.Value");
    }

    @Test
    void tellsAnUnsubscribedEmailFromAnUnsubscribedCustomer() {
        assertThat(destination("email", "unsubscribed", "{\"email_address\":null,\"customer_id\":\"7\"}"))
                .isEqualTo("customer_events");
        assertThat(destination("email", "unsubscribed", "{\"customer_id\":\"7\",\"identifiers\":{\"id\":\"7\"}}"))
                .isEqualTo("customer_events");
        assertThat(destination("email", "unsubscribed", "{\"delivery_id\":\"d\",\"recipient\":\"a@example.com\"}"))
                .isEqualTo("email_events");
        assertThat(destination("email", "unsubscribed", "{\"delivery_id\":\"d\",\"customer_id\":\"7\"}"))
                .isEqualTo("email_events");
        String addressed = "\"email_address\":\"a\",\"recipient\":\"a@example.com\"";
        assertThat(destination("email", "unsubscribed", "{\"delivery_id\":\"d\"," + addressed + "}"))
                .isEqualTo("email_events");
        assertThat(destination("email", "unsubscribed", "{\"delivery_id\":null," + addressed + "}"))
                .as("a message has a delivery id")
                .isEqualTo("customer_events");
        assertThat(destination("line", "subscribed", "{\"email_address\":\"a\"}"))
                .isEqualTo("customer_events");
        assertThat(destination("customer", "whatever_comes", "{}")).isEqualTo("customer_events");
    }

    @Test
    void readsTheOlderEnvelope() {
        Struct value = route("{\"event_id\":\"1\",\"event_type\":\"in_app_opened\",\"timestamp\":5,\"data\":{}}")
                .value();
        assertThat(value.schema().name()).isEqualTo("cio.in_app_events.Value");
        assertThat(value.get("object_type")).isEqualTo("in_app");
        assertThat(value.get("metric")).isEqualTo("opened");
        assertThat(value.get("_extra")).isEqualTo("{\"event\":{\"event_type\":\"in_app_opened\"}}");

        String unsubscribed =
                "{\"event_id\":\"1\",\"event_type\":\"%s_unsubscribed\",\"data\":{\"email_address\":\"a\"}}";
        assertThat(route(unsubscribed.formatted("email")).destination()).isEqualTo("email_events");
        assertThat(route(unsubscribed.formatted("customer")).destination()).isEqualTo("customer_events");
        assertThat(route(unsubscribed.formatted("pigeon")).destination()).isEqualTo("quarantined.unknown_object_type");
    }

    @Test
    void aPreferenceChangeWithoutObjectTypeTakesItFromTheSlip() throws Exception {
        Struct value = route(Files.readAllBytes(sample("webhook-edge/preferences_changed_without_object_type.json")))
                .value();
        assertThat(value.get("object_type")).isEqualTo("email");
        assertThat(value.getString("_extra")).contains("object_type_type");
    }

    @Test
    void aCustomerEventWithoutAnyObjectTypeHasNullInThatColumn() {
        Struct value = route("{\"event_id\":\"1\",\"metric\":\"subscribed\",\"data\":{\"email_address\":\"a\"}}")
                .value();
        assertThat(value.schema().name()).isEqualTo("cio.customer_events.Value");
        assertThat(value.get("object_type")).isNull();
    }

    @Test
    void whatFitsNoTableIsQuarantinedWithItsReasonAndBytes() {
        Map<String, String> bodies = Map.ofEntries(
                Map.entry("", "not_json"),
                Map.entry("Send Test", "not_json"),
                Map.entry("{\"event_id\":\"1\"", "not_json"),
                Map.entry("null", "no_event_id"),
                Map.entry("[{\"event_id\":\"1\"}]", "no_event_id"),
                Map.entry("{}", "no_event_id"),
                Map.entry(
                        "{\"event_id\":\" \",\"object_type\":\"email\",\"metric\":\"sent\",\"data\":{}}",
                        "no_event_id"),
                Map.entry("{\"event_id\":{},\"object_type\":\"email\",\"metric\":\"sent\",\"data\":{}}", "no_event_id"),
                Map.entry(
                        "{\"event_id\":\"" + "1".repeat(5_000)
                                + "\",\"object_type\":\"email\",\"metric\":\"sent\",\"data\":{\"delivery_id\":\"1\"}}",
                        "unstorable"),
                Map.entry("{\"event_id\":\"1\",\"metric\":\"sent\",\"data\":{}}", "unknown_object_type"),
                Map.entry(
                        "{\"event_id\":\"1\",\"object_type\":7,\"metric\":\"sent\",\"data\":{}}",
                        "unknown_object_type"),
                Map.entry("{\"event_id\":\"1\",\"object_type\":\"email\",\"metric\":\"sent\"}", "unknown_shape"),
                Map.entry(
                        "{\"event_id\":\"1\",\"object_type\":\"email\",\"metric\":\"sent\",\"data\":[]}",
                        "unknown_shape"),
                Map.entry("{\"event_id\":\"1\",\"object_type\":\"email\",\"data\":{}}", "unknown_shape"),
                Map.entry(
                        "{\"event_id\":\"1\",\"object_type\":\"email\",\"metric\":null,\"data\":{}}", "unknown_shape"));
        bodies.forEach((body, reason) -> {
            RoutedEvent routed = route(body);
            assertThat(routed.value().getString("reason")).as(body).isEqualTo(reason);
            assertThat(routed.value().getBytes("body")).isEqualTo(body.getBytes(UTF_8));
            assertThat(routed.value().getInt64("body_size")).isEqualTo(body.getBytes(UTF_8).length);
            assertThat(routed.value().get("received_at")).isEqualTo(Date.from(RECEIVED));
            assertThat(routed.key().getString("sha256")).isEqualTo("digest");
            assertThat(routed.key().schema().name()).isEqualTo("cio.quarantine.Key");
        });
    }

    @Test
    void quarantineSaysOfTheEventWhatIsKnown() {
        Struct value = route("{\"event_id\":\"1\",\"object_type\":\"pigeon\",\"metric\":\"sent\",\"data\":{}}")
                .value();
        assertThat(value.get("event_id")).isEqualTo("1");
        assertThat(value.get("object_type")).isEqualTo("pigeon");
        assertThat(value.get("metric")).isEqualTo("sent");

        Struct unwritable = route("{\"event_id\":\"\\ud800\",\"object_type\":\"pigeon\",\"metric\":\"" + "m".repeat(999)
                        + "\",\"data\":{}}")
                .value();
        assertThat(unwritable.get("event_id")).isNull();
        assertThat(unwritable.get("metric")).isNull();
        assertThat(unwritable.get("object_type")).isEqualTo("pigeon");
    }

    @Test
    void aTableThatIsNotSelectedIsNotLost() {
        EventRouter sms = new EventRouter(
                TOPICS, WebhookMetrics.of(List.of("sms_events"), Clock.systemUTC()), SizeLimits.standard());
        RoutedEvent routed = sms.route(sent("1").getBytes(UTF_8), "digest", RECEIVED);
        assertThat(routed.topic()).isEqualTo("cio.quarantine");
        assertThat(routed.value().getString("reason")).isEqualTo("table_not_selected");
    }

    private String destination(String objectType, String metric, String data) {
        return route("{\"event_id\":\"1\",\"object_type\":\"%s\",\"metric\":\"%s\",\"data\":%s}"
                        .formatted(objectType, metric, data))
                .destination();
    }

    private RoutedEvent route(String body) {
        return route(body.getBytes(UTF_8));
    }

    private RoutedEvent route(byte[] body) {
        return router.route(body, "digest", RECEIVED);
    }

    private static String sent(String id) {
        return """
                {"event_id":"%s","object_type":"email","metric":"sent","timestamp":1789430400,"data":{"delivery_id":"d"}}""".formatted(id);
    }

    private static Path sample(String path) throws URISyntaxException {
        return Path.of(EventRouterTest.class.getResource("/" + path).toURI());
    }
}
