package io.cioconnect.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.cioconnect.record.DeadLetter;
import io.cioconnect.record.DeadLetters;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.schema.Column;
import io.cioconnect.schema.RowSchema;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.testing.RegistryFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schema passes through the converters people use with a schema registry, whatever the topic prefix. */
final class SchemasInRegistriesTest {
    private static final Path RELEASED = Path.of("src/test/resources/columns-in-order.txt");
    private static final String AWKWARD_PREFIX = "1st-team.prod eu";

    static Stream<Schema> schemas() {
        return Stream.concat(
                rowSchemas().flatMap(rows -> Stream.of(rows.keySchema(), rows.valueSchema())), ofTheTwoOtherTopics());
    }

    static Stream<RowSchema> rowSchemas() {
        return Stream.of(
                        Tables.all().stream().map(table -> table.rowSchema(topic(table.name()))),
                        EventTables.all().stream().map(table -> table.rowSchema(topic(table.name()))),
                        Stream.of(EventTables.unionRowSchema(topic("data"))))
                .flatMap(rows -> rows);
    }

    private static Stream<Schema> ofTheTwoOtherTopics() {
        PassMarker.Schemas refreshes = PassMarker.Schemas.of(topic("refreshes"));
        DeadLetter letter = new DeadLetters(topic("quarantine"), SizeLimits.standard())
                .row(DeadLetters.Reason.NOT_JSON, "campaigns", new byte[0], Instant.EPOCH);
        return Stream.of(
                refreshes.key(),
                refreshes.value(),
                letter.key().schema(),
                letter.value().schema());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void comeBackFromAvroUnchanged(Schema schema) {
        assertThat(RegistryFormats.fromAvro(RegistryFormats.avro(schema))).isEqualTo(schema);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void areProtobufMessages(Schema schema) throws Exception {
        assertThat(RegistryFormats.protobuf(schema).getFields())
                .extracting(FieldDescriptor::getName)
                .containsExactlyElementsOf(names(schema.fields().stream()));
    }

    @ParameterizedTest
    @MethodSource("rowSchemas")
    void haveNothingRequiredButTheKey(RowSchema rows) {
        Stream<Field> required = rows.valueSchema().fields().stream()
                .filter(field -> !field.schema().isOptional());
        assertThat(names(required)).containsExactlyElementsOf(names(rows.keySchema().fields().stream()));
    }

    @Test
    void canBeReadByOlderAndNewerReadersWhenAColumnIsAdded() {
        var was = grown(Column.string("name", ""));
        var is = grown(Column.string("name", ""), Column.json("added", ""));

        assertThat(compatibility(avro(is), avro(was))).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(compatibility(avro(was), avro(is))).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void keepEveryOlderFieldNumberWhenAColumnIsAdded() throws Exception {
        Map<String, Integer> was = numbers(grown(Column.string("name", "")));
        Map<String, Integer> is = numbers(grown(Column.string("name", ""), Column.json("added", "")));

        assertThat(is).containsAllEntriesOf(was).hasSize(was.size() + 1);
    }

    /** A new column goes to the end of its table; add it to the end of the table's line in the file too. */
    @Test
    void haveTheFieldNumbersThatWereReleased() throws Exception {
        Map<String, String> columns = new LinkedHashMap<>();
        schemas()
                .filter(schema -> schema.name().endsWith(".Value"))
                .forEach(value -> columns.put(
                        value.name().substring(value.name().indexOf("eu.") + 3),
                        String.join(" ", names(value.fields().stream()))));
        if (System.getProperty("reference.write") != null) {
            Files.write(
                    RELEASED,
                    columns.entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + entry.getValue())
                            .toList());
        }
        for (String line : Files.readAllLines(RELEASED)) {
            String[] released = line.split(": ", 2);
            assertThat(columns.get(released[0]) + " ").as(released[0]).startsWith(released[1] + " ");
        }
    }

    private static RowSchema grown(Column... columns) {
        return table("grown", columns).rowSchema(topic("grown"));
    }

    private static Table table(String name, Column... columns) {
        return new Table(
                name,
                TableGroup.LISTS,
                new Source.OneList("/v1/" + name, name, new Pagination.OnePage(), List.of()),
                List.of(Column.int64("id", "")),
                List.of(columns));
    }

    private static org.apache.avro.Schema avro(RowSchema rows) {
        return RegistryFormats.avro(rows.valueSchema());
    }

    private static Map<String, Integer> numbers(RowSchema rows) throws Exception {
        return RegistryFormats.protobuf(rows.valueSchema()).getFields().stream()
                .collect(Collectors.toMap(FieldDescriptor::getName, FieldDescriptor::getNumber));
    }

    private static SchemaCompatibilityType compatibility(org.apache.avro.Schema reader, org.apache.avro.Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    private static List<String> names(Stream<Field> fields) {
        return fields.map(Field::name).toList();
    }

    private static String topic(String table) {
        return AWKWARD_PREFIX + "." + table;
    }
}
