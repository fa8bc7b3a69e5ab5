package io.cioconnect.schema;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "1e5",
                "1E+05",
                "-0",
                "0.0",
                "-1.50e-7",
                "12345678901234567890",
                "0.1000000000000000055511151231257827",
                "1e1000000000",
                "\"text \\\" \\\\ \\n \\u0001 zażółć 🎉\"",
                "\"\"",
                "true",
                "false",
                "null",
                "{}",
                "[]",
                "{\"z\":1,\"a\":{\"y\":[1.0,[],{}],\"b\":null},\"\":\"\"}",
            })
    void writesBackWhatItRead(String json) throws Exception {
        assertThat(Json.write(parse(json))).isEqualTo(json);
    }

    @Test
    void dropsOnlyTheSpaceBetweenTokens() throws Exception {
        assertThat(Json.write(parse(" { \"b\" : [ 1 , 2.50 ] ,\r\n\t\"a\" : \" \" } ")))
                .isEqualTo("{\"b\":[1,2.50],\"a\":\" \"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "{\"a\":1",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "{'a':1}",
                "[1,]",
                "{\"a\":1,}",
                "[1 2]",
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "-",
                "0x10",
                "NaN",
                "Infinity",
                "tru",
                "nul",
                "\"open",
                "\"tab\there\"",
                "\"\\x\"",
                "{} {}",
                "{}x",
                "1 2",
                "// c\n1",
                "/* c */ 1",
                "{\"a\":1,\"a\":1}",
                "{\"x\":{\"a\":1,\"b\":2,\"a\":null}}",
                "\u0000",
                "{}\u0000",
                "\uFEFF{}",
            })
    void refusesWhatIsNotExactlyOneStrictDocument(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertRefused(bytes(0xEF, 0xBB, 0xBF, '{', '}')); // byte order mark
        assertRefused(bytes('"', 0xC0, 0x80, '"')); // overlong
        assertRefused(bytes('"', 0xED, 0xA0, 0x80, '"')); // a surrogate by itself
        assertRefused(bytes('"', 0xF4, 0x90, 0x80, 0x80, '"')); // beyond the last character
        assertRefused(bytes('"', 0xE2, 0x82, '"')); // cut short
        assertThatThrownBy(() -> Json.parse("\"grün\"".getBytes(ISO_8859_1)))
                .isInstanceOf(IOException.class)
                .hasMessage("not JSON: the bytes are not UTF-8");
        assertRefused("{\"a\":1}".getBytes(UTF_16LE));
    }

    /** In values too they are spelled so at times; those are read, and {@link RecordCheck} finds them. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"\\ud83c\":1}", "{\"\\udf89\":1}", "{\"a\\ud83cb\":1}"})
    void refusesHalfASurrogatePairInAKey(String text) throws Exception {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(IOException.class);
        assertThat(parse("\"\\ud83c\"").textValue()).isEqualTo("\ud83c");
        assertThat(parse("\"\\ud83c\\udf89\"").textValue()).isEqualTo("🎉");
    }

    @Test
    void refusesWhatGoesBeyondItsLimitsAndSaysWhich() throws Exception {
        String deepest = "[".repeat(500) + "]".repeat(500);
        assertThat(Json.write(parse(deepest))).isEqualTo(deepest);
        assertThatThrownBy(() -> parse("[" + deepest + "]"))
                .isInstanceOf(JsonLimitException.class)
                .hasMessageContaining("500");
        assertThatThrownBy(() -> parse("[".repeat(1_000_000))).isInstanceOf(JsonLimitException.class);
        assertThatThrownBy(() -> parse("{\"a\":".repeat(100_000))).isInstanceOf(JsonLimitException.class);
        assertThatThrownBy(() -> parse("1".repeat(1_000_000))).isInstanceOf(JsonLimitException.class);
        assertThatThrownBy(() -> parse("{\"" + "n".repeat(50_001) + "\":1}")).isInstanceOf(JsonLimitException.class);
    }

    @Test
    void takesTextAsLargeAsTheLargestBody() throws Exception {
        String text = "x".repeat(8 << 20);
        assertThat(parse("{\"content\":\"" + text + "\"}").get("content").textValue())
                .hasSize(text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"secret-1\":secret-2}",
                "{\"secret-1\":1,\"secret-1\":2}",
                "[\"secret-1\" \"secret-2\"]",
                "secret"
            })
    void neverQuotesTheTextItCouldNotRead(String text) {
        assertThatThrownBy(() -> parse(text))
                .hasMessageNotContaining("secret")
                .hasNoCause()
                .hasMessageContaining("JSON");
    }

    @Test
    void readsAListRowByRow() throws Exception {
        byte[] list = "{\"skipped\":[1],\"rows\":[{\"id\":1.0,\"id\":2.0},{\"id\":3e0}],\"next\":\"\"}".getBytes(UTF_8);
        try (var parser = Json.list(new ByteArrayInputStream(list))) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            assertThat(parser.nextFieldName()).isEqualTo("skipped");
            assertThat(Json.write(Json.element(parser).value())).isEqualTo("[1]");
            assertThat(parser.nextFieldName()).isEqualTo("rows");
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            assertThat(Json.write(Json.element(parser).value())).isEqualTo("{\"id\":2.0}");
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            assertThat(Json.write(Json.element(parser).value())).isEqualTo("{\"id\":3e0}");
            assertThat(parser.nextToken()).isEqualTo(JsonToken.END_ARRAY);
        }
    }

    @Test
    void listsMayBeNestedDeeperThanDocuments() throws Exception {
        byte[] list = ("[".repeat(500) + "]".repeat(500)).getBytes(UTF_8);
        try (var parser = Json.list(new ByteArrayInputStream(list))) {
            assertThat(Json.write(Json.element(parser).value())).hasSize(1000);
        }
    }

    @Test
    void listsMayHoldNumbersOfAnyLength() throws Exception {
        String number = "-1" + "0".repeat(100_000) + ".5e1";
        try (var parser = Json.list(new ByteArrayInputStream(number.getBytes(UTF_8)))) {
            JsonNode read = Json.element(parser).value();
            assertThat(Json.write(read)).isEqualTo(number);
            assertThat(read.canConvertToLong()).isFalse();
        }
    }

    /** Whatever the bytes: an IOException, or a tree that is written and read again without change. */
    @Test
    void neitherFailsOtherwiseNorChangesAnythingOnTenThousandMutations() throws Exception {
        byte[] original =
                getClass().getResourceAsStream("/webhook/push_sent.json").readAllBytes();
        var random = new Random(20261121);
        int read = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] mutated = original.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:0-.e\\ut".charAt(random.nextInt(14)));
            }
            String written;
            try {
                written = Json.write(Json.parse(mutated));
            } catch (IOException refused) {
                assertThat(refused).hasMessageNotContaining("delivery");
                continue;
            }
            read++;
            assertThat(Json.write(Json.parse(written))).isEqualTo(written);
        }
        assertThat(read).isBetween(1_000, 9_000);
    }

    @Test
    void asBytesHalfASurrogatePairIsWrittenAsAnEscape() throws IOException {
        String text = "[\"\\ud83c \\ud83c\\udf89 \u00e9\"]";
        JsonNode value = parse(text);

        assertThat(new String(Json.bytes(value), UTF_8)).isEqualTo("[\"\\ud83c \ud83c\udf89 \u00e9\"]");
        assertThat(Json.parse(Json.bytes(value))).isEqualTo(value);
        assertThat(Json.bytes(parse("[1.10]"))).isEqualTo("[1.10]".getBytes(UTF_8));
    }

    private static JsonNode parse(String text) throws IOException {
        return Json.parse(text.getBytes(UTF_8));
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> Json.parse(bytes)).isInstanceOf(IOException.class);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int at = 0; at < values.length; at++) {
            bytes[at] = (byte) values[at];
        }
        return bytes;
    }

    /** Stored rows are compared by their hash and read by others: what is written must not change with who writes it. */
    @Test
    void writesAsJacksonsGeneratorDoes() throws Exception {
        var random = new Random(7);
        String special = "\"\\/\b\t\n\f\r\u0000\u001f\u007f\u00e9\u20ac\ud83d\ude00\ud800 <a>";
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(special.charAt(random.nextInt(special.length())));
            }
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            tree.put(text.toString(), text.toString())
                    .put("b", random.nextBoolean())
                    .putNull("n");
            tree.putArray("list").add(text.toString()).add(1).addArray().addObject();
            tree.putObject("empty");
            var expected = new StringWriter();
            try (JsonGenerator generator = new JsonFactory().createGenerator(expected)) {
                new ObjectMapper().writeTree(generator, tree);
            }
            assertThat(Json.write(tree)).isEqualTo(expected.toString());
        }
    }
}
