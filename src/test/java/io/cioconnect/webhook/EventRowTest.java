package io.cioconnect.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.Row;
import io.cioconnect.schema.RowException;
import io.cioconnect.schema.RowSchema;
import io.cioconnect.table.EventTable;
import io.cioconnect.table.EventTables;
import io.cioconnect.testing.Fixtures;
import io.cioconnect.testing.NothingLost;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventRowTest {
    private static final RowSchema EMAIL = EventTables.named("email_events").rowSchema("cio.email_events");
    private static final RowSchema UNION = EventTables.unionRowSchema("cio.data");

    static List<Path> samples() {
        return Fixtures.files("webhook", "");
    }

    static List<Path> edgeSamples() {
        return Fixtures.files("webhook-edge", "");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyFieldOfEveryDocumentedEventHasItsColumn(Path sample) throws Exception {
        ObjectNode event = Fixtures.object(sample);
        EventTable table = EventTables.all().stream()
                .filter(each ->
                        each.objectType().equals(event.path("object_type").textValue()))
                .findFirst()
                .orElseThrow();
        for (RowSchema schema : List.of(table.rowSchema("cio.t"), UNION)) {
            Row row = EventRow.of(schema, event);
            assertThat(row.value().getString("_extra")).isNull();
            NothingLost.ofEvent(event, row.value());
            RecordCheck.check(row.key(), row.value(), RecordCheck.MAX_BYTES);
            assertThat(row.key().getString("event_id"))
                    .isEqualTo(event.get("event_id").textValue());
        }
    }

    @ParameterizedTest
    @MethodSource("edgeSamples")
    void nothingOfAnAwkwardEventIsLostInAnyTable(Path sample) throws Exception {
        ObjectNode event = Fixtures.object(sample);
        for (EventTable table : EventTables.all()) {
            NothingLost.ofEvent(
                    event, EventRow.of(table.rowSchema("cio.t"), event).value());
        }
        NothingLost.ofEvent(event, EventRow.of(UNION, event).value());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"data":{"new":1.10,"recipient":{"a":1}}} | {"new":1.10,"recipient":{"a":1}}
                    {"data":{"timestamp":7,"metric":"m","identifiers_id":"x"}} | {"timestamp":7,"metric":"m","identifiers_id":"x"}
                    {"data":{"identifiers":{"fax":"1","id":[2],"email":null}}} | {"identifiers":{"fax":"1","id":[2]}}
                    {"data":{"identifiers":"text"}} | {"data":{"identifiers":"text"}}
                    {"data":{"event":{"a":1},"data":2,"x":3}} | {"data":{"event":{"a":1},"data":2},"x":3}
                    {"event_type":"email_sent","timestamp":"never"} | {"event":{"event_type":"email_sent","timestamp":"never"}}
                    {"subject":"not data's"} | {"event":{"subject":"not data's"}}
                    {"data":[1]} | {"event":{"data":[1]}}
                    {"data":null} | ``
                    {} | ``
                    {"data":{"identifiers":null}} | ``
                    {"data":{"_extra":1,"_received_at":2}} | {"_extra":1,"_received_at":2}
                    {"event":1,"data":{"event":2,"identifiers":{"x":3}}} | {"event":{"event":1},"data":{"event":2},"identifiers":{"x":3}}
                    """)
    void whatHasNoColumnIsKeptWhereItBelongs(String fields, String extra) throws Exception {
        ObjectNode event = object(fields);
        event.put("event_id", "E");
        String kept = EventRow.of(EMAIL, event).value().getString("_extra");
        assertThat(kept == null ? "" : kept).isEqualTo(extra);
    }

    @Test
    void theEnvelopeWinsAClashAndCanBeCompleted() throws Exception {
        Row row = EventRow.of(
                EMAIL, object("{\"data\":{\"metric\":\"data's\",\"timestamp\":1},\"timestamp\":2,\"event_id\":\"E\"}"));
        assertThat(row.put("metric", TextNode.valueOf("delivered"))).isTrue();
        assertThat(row.put("timestamp", TextNode.valueOf("3"))).isFalse();

        Struct value = row.value();
        assertThat(value.getString("metric")).isEqualTo("delivered");
        assertThat(value.get("timestamp")).isEqualTo(Date.from(Instant.ofEpochSecond(2)));
        assertThat(value.getString("_extra")).isEqualTo("{\"metric\":\"data's\",\"timestamp\":1}");
    }

    @Test
    void theDeliveryTypeOfAPreferenceChangeMayStandInTheEnvelopeOrInData() throws Exception {
        RowSchema customer = EventTables.named("customer_events").rowSchema("t");
        for (String event : List.of(
                "{\"event_id\":\"E\",\"delivery_type\":\"sms\",\"data\":{}}",
                "{\"event_id\":\"E\",\"data\":{\"delivery_type\":\"sms\"}}")) {
            Struct value = EventRow.of(customer, object(event)).value();
            assertThat(value.getString("delivery_type")).isEqualTo("sms");
            assertThat(value.getString("_extra")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{\"event_id\":null}", "{\"event_id\":{}}", "{\"data\":{\"event_id\":\"E\"}}"})
    void anEventWithoutAnEventIdIsRefused(String event) throws Exception {
        assertThatThrownBy(() -> EventRow.of(EMAIL, object(event)).value())
                .isInstanceOf(RowException.class)
                .hasMessageContaining("event_id");
    }

    /** Random values under random names, known and unknown ones, in the envelope, in data and in identifiers. */
    @Test
    void nothingIsLostOfTenThousandRandomEvents() throws Exception {
        var random = new Random(20261121);
        List<ObjectNode> samples = samples().stream().map(Fixtures::object).toList();
        String[] names = {
            "event_id",
            "object_type",
            "metric",
            "timestamp",
            "delivery_type",
            "event",
            "data",
            "identifiers",
            "_extra",
            "identifiers_id",
            "recipient",
            "campaign_id",
            "proxied",
            "headers",
            "campaign_tags",
            "id",
            "email",
            "",
            "x",
        };
        String[] values = {
            "null",
            "0",
            "1",
            "-0",
            "1.10",
            "1e3",
            "1e1000000000",
            "12345678901234567890",
            "1789430691",
            "1789430691.5",
            "true",
            "\"\"",
            "\"1e3\"",
            "\"text\"",
            "\"{\\\"a\\\":1}\"",
            "\"[1\"",
            "{}",
            "{\"b\":1.0,\"a\":[]}",
            "[]",
            "[1,\"2\"]",
        };
        for (int round = 0; round < 10_000; round++) {
            ObjectNode event = samples.get(random.nextInt(samples.size())).deepCopy();
            for (int change = random.nextInt(4); change >= 0; change--) {
                JsonNode place = List.of(
                                event, event.path("data"), event.path("data").path("identifiers"))
                        .get(random.nextInt(3));
                if (place instanceof ObjectNode object) {
                    object.set(names[random.nextInt(names.length)], json(values[random.nextInt(values.length)]));
                }
            }
            event.put("event_id", "E" + round);
            Row row = EventRow.of(round % 2 == 0 ? UNION : EMAIL, event);
            Struct value = row.value();
            value.validate();
            NothingLost.ofEvent(event, value);
            RecordCheck.check(row.key(), value, RecordCheck.MAX_BYTES);
        }
    }

    private static ObjectNode object(String json) throws Exception {
        return (ObjectNode) json(json);
    }

    private static JsonNode json(String json) throws Exception {
        return Json.parse(json.getBytes(UTF_8));
    }
}
