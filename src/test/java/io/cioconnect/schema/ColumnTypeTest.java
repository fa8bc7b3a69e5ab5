package io.cioconnect.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line: what JSON says, and what the column holds then. */
class ColumnTypeTest {
    private static final RowSchema SCHEMA = new RowSchema(
            "t",
            List.of(Column.string("k", "key")),
            List.of(),
            List.of(
                    Column.int64("INT64", ""),
                    Column.bool("BOOLEAN", ""),
                    Column.string("STRING", ""),
                    Column.timestamp("TIMESTAMP", ""),
                    Column.json("JSON", "")));

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    7, 7
                    -7, -7
                    -0, 0
                    1.0, 1
                    1e3, 1000
                    1.50e1, 15
                    12e-1, LOST
                    "350", 350
                    "1.0", 1
                    "-1e3", -1000
                    "1E+3", 1000
                    "10e-1", 1
                    "1e", LOST
                    "1e3x", LOST
                    9223372036854775807, 9223372036854775807
                    -9223372036854775808, -9223372036854775808
                    9223372036854775807.00, 9223372036854775807
                    9223372036854775808, LOST
                    "9223372036854775808", LOST
                    9007199254740993, 9007199254740993
                    0.5, LOST
                    1e1000000000, LOST
                    1e-1000000000, LOST
                    0e1000000000, 0
                    1e99999999999, LOST
                    0e99999999999, LOST
                    "", LOST
                    " 1", LOST
                    "+1", LOST
                    "01", LOST
                    "1.", LOST
                    "0x1", LOST
                    "١", LOST
                    "nil", LOST
                    true, LOST
                    [], LOST
                    {}, LOST
                    null, NULL
                    """)
    void int64(String json, String held) throws Exception {
        check(ColumnType.INT64, json, held);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    true, true
                    false, false
                    "true", LOST
                    1, LOST
                    0, LOST
                    "", LOST
                    {}, LOST
                    null, NULL
                    """)
    void bool(String json, String held) throws Exception {
        check(ColumnType.BOOLEAN, json, held);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    "text", text
                    "", ``
                    "[1]", [1]
                    15, 15
                    1.10, 1.10
                    1e5, 1e5
                    12345678901234567890, 12345678901234567890
                    true, true
                    false, false
                    {"a":1}, LOST
                    [], LOST
                    null, NULL
                    """)
    void string(String json, String held) throws Exception {
        check(ColumnType.STRING, json, held);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    1789430691, 2026-09-15T00:04:51Z
                    "1789430691", 2026-09-15T00:04:51Z
                    1789430691.25, 2026-09-15T00:04:51.250Z
                    1.789430691e9, 2026-09-15T00:04:51Z
                    1789430691.0001, LOST
                    1, 1970-01-01T00:00:01Z
                    -1, 1969-12-31T23:59:59Z
                    0, NULL
                    0.0, NULL
                    -0, NULL
                    "0", NULL
                    -62135596800, 0001-01-01T00:00:00Z
                    -62135596801, LOST
                    253402300799, 9999-12-31T23:59:59Z
                    253402300800, LOST
                    1789430691000, LOST
                    1e18, LOST
                    1000000000000000000, LOST
                    1e1000000000, LOST
                    "2026-09-15", LOST
                    "", LOST
                    false, LOST
                    {}, LOST
                    null, NULL
                    """)
    void timestamp(String json, String held) throws Exception {
        check(ColumnType.TIMESTAMP, json, held);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {"b":1.10,"a":[null]} | {"b":1.10,"a":[null]}
                    [] | []
                    "{\\"and\\": [1]}" | {"and": [1]}
                    " [1] " | ` [1] `
                    "{\\"a\\":1,\\"a\\":2}" | "{\\"a\\":1,\\"a\\":2}"
                    "{\\"a\\":1} x" | "{\\"a\\":1} x"
                    "[1" | "[1"
                    "nil" | "nil"
                    "" | ""
                    "1" | "1"
                    "null" | "null"
                    "\\"quoted\\"" | "\\"quoted\\""
                    1.10 | 1.10
                    1e1000000000 | 1e1000000000
                    true | true
                    null | NULL
                    """)
    void json(String json, String held) throws Exception {
        check(ColumnType.JSON, json, held);
    }

    @Test
    void textNestedTooDeepForJsonIsKeptAsAJsonString() throws Exception {
        String deep = "[".repeat(1000) + "]".repeat(1000);
        check(ColumnType.JSON, '"' + deep + '"', '"' + deep + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT64", "TIMESTAMP"})
    void aMillionDigitsOfTextAreNotANumber(String type) throws Exception {
        check(ColumnType.valueOf(type), '"' + "9".repeat(1_000_000) + '"', "LOST");
    }

    @Test
    void jsonColumnsSayThatTheyHoldJson() {
        assertThat(ColumnType.JSON.optionalSchema().name()).isEqualTo("io.debezium.data.Json");
        assertThat(ColumnType.JSON.optionalSchema().isOptional()).isTrue();
    }

    /** LOST: null in the column, and in _extra exactly as it came. NULL: null in the column, nothing in _extra. */
    private static void check(ColumnType type, String json, String held) throws Exception {
        var row = (ObjectNode) Json.parse(("{\"k\":\"1\",\"" + type + "\":" + json + "}").getBytes(UTF_8));
        Struct value = SCHEMA.value(row);
        value.validate();
        Object column = value.get(type.name());
        switch (held) {
            case "LOST" -> {
                assertThat(column).isNull();
                assertThat(value.getString("_extra")).isEqualTo("{\"" + type + "\":" + json + "}");
            }
            case "NULL" -> {
                assertThat(column).isNull();
                assertThat(value.get("_extra")).isNull();
            }
            default -> {
                assertThat(column instanceof Date time ? time.toInstant().toString() : String.valueOf(column))
                        .isEqualTo(
                                type == ColumnType.TIMESTAMP
                                        ? Instant.parse(held).toString()
                                        : held);
                assertThat(value.get("_extra")).isNull();
            }
        }
    }
}
