package io.cioconnect.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.cioconnect.schema.Column;
import io.cioconnect.schema.RowSchema;
import io.cioconnect.testing.RegistryFormats;
import java.util.List;
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
    private static final String AWKWARD_PREFIX = "1st-team.prod eu";

    static Stream<Schema> schemas() {
        return rowSchemas().flatMap(rows -> Stream.of(rows.keySchema(), rows.valueSchema()));
    }

    static Stream<RowSchema> rowSchemas() {
        return Stream.of(
                        Tables.all().stream().map(table -> table.rowSchema(topic(table.name()))),
                        EventTables.all().stream().map(table -> table.rowSchema(topic(table.name()))),
                        Stream.of(EventTables.unionRowSchema(topic("data"))))
                .flatMap(rows -> rows);
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

        assertThat(compatibility(is, was)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(compatibility(was, is)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    private static org.apache.avro.Schema grown(Column... columns) {
        var rows = new RowSchema(
                topic("grown"), List.of(Column.int64("id", "")), List.of(columns), Tables.metadataColumns());
        return RegistryFormats.avro(rows.valueSchema());
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
