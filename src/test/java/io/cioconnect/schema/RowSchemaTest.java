package io.cioconnect.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSchemaTest {
    private static final RowSchema SCHEMA = new RowSchema(
            "cio-1.things",
            List.of(Column.int64("id", "")),
            List.of(Column.timestamp("_synced_at", ""), Column.bool("_deleted", "")),
            List.of(Column.string("name", ""), Column.json("tags", "")));

    @Test
    void hasTheKeyThenTheMetadataThenTheColumns() {
        assertThat(SCHEMA.valueSchema().fields())
                .extracting(Field::name)
                .containsExactly("id", "_extra", "_synced_at", "_deleted", "name", "tags");
        assertThat(SCHEMA.keySchema().fields()).extracting(Field::name).containsExactly("id");
        assertThat(SCHEMA.keySchema().name()).isEqualTo("cio_1.things.Key");
        assertThat(SCHEMA.valueSchema().name()).isEqualTo("cio_1.things.Value");
        assertThat(SCHEMA.valueSchema().field("_synced_at").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
    }

    @Test
    void everythingButTheKeyIsOptional() {
        assertThat(SCHEMA.keySchema().field("id").schema().isOptional()).isFalse();
        assertThat(SCHEMA.valueSchema().fields())
                .allSatisfy(field -> assertThat(field.schema().isOptional())
                        .as(field.name())
                        .isEqualTo(!field.name().equals("id")));
    }

    @Test
    void keepsUnknownFieldsInTheirOrderAndSpelling() throws Exception {
        Struct value = SCHEMA.value(row(
                "{\"z\":1.10,\"id\":\"7\",\"a\":null,\"name\":[1],\"_extra\":\"e\",\"_deleted\":true,\"tags\":[2e0]}"));

        assertThat(value.getInt64("id")).isEqualTo(7);
        assertThat(value.get("name")).isNull();
        assertThat(value.getString("tags")).isEqualTo("[2e0]");
        assertThat(value.getString("_extra"))
                .isEqualTo("{\"z\":1.10,\"a\":null,\"name\":[1],\"_extra\":\"e\",\"_deleted\":true}");
        assertThat(value.get("_deleted")).isNull();
        assertThat(SCHEMA.keyOf(value).getInt64("id")).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":null}", "{\"id\":\"seven\"}", "{\"id\":7.5}", "{\"id\":{}}", "{\"Id\":7}"})
    void aRowWithoutAUsableKeyIsRefusedAndTheColumnNamed(String row) {
        assertThatThrownBy(() -> SCHEMA.value(row(row)))
                .isInstanceOf(RowException.class)
                .hasMessageContaining("\"id\"")
                .hasMessageNotContaining("seven");
    }

    @Test
    void aColumnIsFilledOnceAndNullDoesNotFillIt() throws Exception {
        Row row = SCHEMA.newRow();
        assertThat(row.put("name", row("{}").nullNode())).isTrue();
        assertThat(row.put("name", TextNode.valueOf("first"))).isTrue();
        assertThat(row.put("name", TextNode.valueOf("second"))).isFalse();
        assertThat(row.put("name", row("{}").nullNode())).isTrue();
        assertThat(row.put("other", TextNode.valueOf("x"))).isFalse();
        assertThat(row.put("_synced_at", TextNode.valueOf("1"))).isFalse();
        assertThat(row.put("id", TextNode.valueOf("1"))).isTrue();

        assertThat(row.value().getString("name")).isEqualTo("first");
    }

    @Test
    void ourOwnColumnsAreThereToBeFilled() throws Exception {
        Struct value = SCHEMA.value(row("{\"id\":1}")).put("_deleted", true);
        value.validate();
        assertThat(value.getBoolean("_deleted")).isTrue();
    }

    private static ObjectNode row(String json) throws Exception {
        return (ObjectNode) Json.parse(json.getBytes(UTF_8));
    }
}
