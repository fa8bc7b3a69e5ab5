package io.cioconnect.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCheckTest {
    private static final RowSchema SCHEMA = new RowSchema(
            "cio.things",
            List.of(Column.string("id", "")),
            List.of(Column.timestamp("_synced_at", ""), Column.bool("_deleted", "")),
            IntStream.range(0, 40).mapToObj(i -> Column.json("column_" + i, "")).toList());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "\u0000\u0001\u001f\b\t\n\f\r\"\\/\u007f",
                "zażółć gęślą jaźń",
                "€ 漢字 \u2028",
                "🎉🎉",
            })
    void estimatesJustAboveWhatTheJsonConverterWrites(String unit) throws Exception {
        for (int repeat : List.of(0, 1, 1000)) {
            Struct key = key(row("id", "k" + unit.repeat(repeat)));
            Struct value = SCHEMA.value(row("id", "k" + unit.repeat(repeat), "column_3", unit.repeat(repeat)))
                    .put("_synced_at", Date.from(Instant.parse("2026-11-21T18:00:00.123Z")))
                    .put("_deleted", false);
            assertThat(RecordCheck.bytes(value)).isBetween(written(value), written(value) * 11 / 10 + 600);
            assertThat(RecordCheck.bytes(key)).isBetween(written(key), written(key) * 11 / 10 + 100);
        }
    }

    @Test
    void countsBytesAsBase64() throws Exception {
        Schema schema = SchemaBuilder.struct()
                .name("cio.quarantine.Value")
                .field("body", Schema.OPTIONAL_BYTES_SCHEMA)
                .build();
        for (int size : List.of(0, 1, 2, 3, 262_144)) {
            Struct array = new Struct(schema).put("body", new byte[size]);
            Struct buffer = new Struct(schema).put("body", ByteBuffer.allocate(size));
            assertThat(RecordCheck.bytes(array)).isBetween(written(array), written(array) + 60);
            assertThat(RecordCheck.bytes(buffer)).isEqualTo(RecordCheck.bytes(array));
        }
    }

    @Test
    void refusesARecordThatIsTooLargeOnlyOnceItIsEscaped() throws Exception {
        Struct key = key(row("id", "1"));
        Struct fits = SCHEMA.value(row("id", "1", "column_1", "a".repeat(890 * 1024)));
        Struct tooLarge = SCHEMA.value(row("id", "1", "column_1", "\"".repeat(300 * 1024)));

        check(key, fits);
        assertThatThrownBy(() -> check(key, tooLarge))
                .isInstanceOf(RowException.class)
                .hasMessageContaining("921600");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void refusesHalfASurrogatePairInAnyColumn(int index) throws Exception {
        String half = List.of("\ud83c", "a\ud83cb", "\udf89\ud83c", "\udf89", "x\ud83c\ud83c\udf89")
                .get(index);
        ObjectNode nested = row("id", "1");
        nested.putObject("column_1").put(half, 1);
        for (ObjectNode row : List.of(row("id", "1", "column_1", half), nested, row("id", "1", "unknown", half))) {
            Struct value = SCHEMA.value(row);
            assertThatThrownBy(() -> check(key(row), value))
                    .isInstanceOf(RowException.class)
                    .hasMessageContaining("surrogate");
        }
        Struct key = key(row("id", half));
        assertThatThrownBy(() -> check(key, SCHEMA.value(row("id", "1")))).isInstanceOf(RowException.class);
    }

    @Test
    void refusesAKeyThatNoIndexTakes() throws Exception {
        for (String longest : List.of("k".repeat(1024), "é".repeat(512), "漢".repeat(341), "🎉".repeat(256))) {
            check(key(row("id", longest)), SCHEMA.value(row("id", "1")));
            Struct tooLong = key(row("id", longest + "ab"));
            assertThatThrownBy(() -> check(tooLong, SCHEMA.value(row("id", "1"))))
                    .isInstanceOfSatisfying(
                            RowException.class,
                            refused -> assertThat(refused.kind()).isEqualTo(RowException.Kind.UNSTORABLE))
                    .hasMessageContaining("\"id\"");
        }
    }

    @Test
    void takesWholeSurrogatePairs() throws Exception {
        check(key(row("id", "🎉")), SCHEMA.value(row("id", "🎉", "column_1", "🎉", "other", "🎉")));
    }

    @Test
    void refusesATimeNoCalendarHas() throws Exception {
        Struct value = SCHEMA.value(row("id", "1")).put("_synced_at", Date.from(Instant.ofEpochMilli(Long.MAX_VALUE)));
        assertThatThrownBy(() -> check(key(row("id", "1")), value))
                .isInstanceOf(RowException.class)
                .hasMessageContaining("_synced_at");
    }

    private static Struct key(ObjectNode row) throws RowException {
        return SCHEMA.keyOf(SCHEMA.value(row));
    }

    private static void check(Struct key, Struct value) throws RowException {
        RecordCheck.check(key, value, RecordCheck.MAX_BYTES);
    }

    private static long written(Struct struct) {
        try (var converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", true), false);
            return converter.fromConnectData("t", struct.schema(), struct).length;
        }
    }

    private static ObjectNode row(String... namesAndTexts) {
        var row = JsonNodeFactory.instance.objectNode();
        for (int at = 0; at < namesAndTexts.length; at += 2) {
            row.put(namesAndTexts[at], namesAndTexts[at + 1]);
        }
        return row;
    }
}
