package io.cioconnect.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.schema.Column;
import io.cioconnect.schema.ColumnType;
import io.cioconnect.testing.Fixtures;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventTablesTest {

    static List<EventTable> tables() {
        return EventTables.all();
    }

    @Test
    void areTheEightInAlphabeticalOrder() {
        assertThat(EventTables.names())
                .containsExactly(
                        "customer_events",
                        "email_events",
                        "in_app_events",
                        "push_events",
                        "slack_events",
                        "sms_events",
                        "webhook_events",
                        "whatsapp_events");
        assertThat(EventTables.names())
                .allSatisfy(name -> assertThat(EventTables.named(name).name()).isEqualTo(name));
        assertThatThrownBy(() -> EventTables.named("inbox_events")).hasMessageContaining("inbox_events");
    }

    @Test
    void knowAllEventNamesOfCustomerIoOnce() {
        var known = Fixtures.object(
                Fixtures.files("reporting-webhooks", "all_event_names").get(0));
        List<String> expected = StreamSupport.stream(known.get("events").spliterator(), false)
                .map(name -> name.textValue())
                .toList();

        assertThat(expected).hasSize(72);
        assertThat(tables().stream().flatMap(table -> table.eventNames().stream()))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(tables())
                .allSatisfy(table ->
                        assertThat(table.eventNames()).allMatch(name -> name.startsWith(table.objectType() + "_")));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void columnsHaveDistinctNamesTypesAndDescriptions(EventTable table) {
        assertThat(table.columns())
                .extracting(Column::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z_]+"));
        assertThat(table.columns()).extracting(Column::doc).noneMatch(String::isBlank);
        assertThat(table.columns().subList(0, 4))
                .extracting(Column::name)
                .containsExactly("event_id", "object_type", "metric", "timestamp");
        int size = table.columns().size();
        assertThat(table.columns().subList(size - 4, size))
                .extracting(Column::name)
                .containsExactly("identifiers_id", "identifiers_email", "identifiers_cio_id", "identifiers_phone");
        assertThat(table.columns())
                .extracting(Column::name)
                .doesNotContain("_received_at", "_extra", "identifiers", "data");
    }

    @Test
    void aNameHasOneTypeInAllTablesAndInTheTopicOfAllEvents() {
        Map<String, ColumnType> types = new HashMap<>();
        tables().forEach(table -> table.columns().forEach(column -> {
            ColumnType before = types.put(column.name(), column.type());
            assertThat(before == null || before == column.type())
                    .as(column.name())
                    .isTrue();
        }));

        Map<String, Schema> all = new LinkedHashMap<>();
        EventTables.unionRowSchema("cio.data").valueSchema().fields().stream()
                .filter(field -> !field.name().startsWith("_"))
                .forEach(field -> all.put(field.name(), field.schema()));
        assertThat(all.keySet())
                .containsExactlyInAnyOrderElementsOf(types.keySet())
                .startsWith("event_id", "object_type", "metric", "timestamp");
        assertThat(all.remove("event_id")).isEqualTo(ColumnType.STRING.requiredSchema());
        assertThat(all)
                .allSatisfy((name, schema) -> assertThat(schema)
                        .isEqualTo(types.getOrDefault(name, ColumnType.JSON).optionalSchema()));
    }

    @Test
    void schemasHaveTheEventIdAsKeyAndTheMetadataBehindIt() {
        var schema = EventTables.named("email_events").rowSchema("cio.email_events");
        assertThat(schema.keySchema().fields())
                .extracting(field -> field.name())
                .containsExactly("event_id");
        assertThat(schema.valueSchema().fields())
                .extracting(field -> field.name())
                .startsWith("event_id", "_extra", "_received_at", "object_type", "metric", "timestamp")
                .endsWith("identifiers_phone");
        assertThat(EventTables.unionRowSchema("cio.data").valueSchema().name()).isEqualTo("cio.data.Value");
    }
}
