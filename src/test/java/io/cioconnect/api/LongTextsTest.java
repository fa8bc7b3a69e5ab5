package io.cioconnect.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongTextsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"1234\",12345678]|[\"1234\",12345678]",
                "[\"12345\",\"\",\"12345\"]|[\"1234\",\"\",\"1234\"]",
                "{\"12345\" : {\"a\":\"12345\"}} |{\"1234\" : {\"a\":\"1234\"}} ",
                "[\"123\\\"5\",\"x\"]|[\"123\\\"\",\"x\"]",
                "[\"12\\\\5\",\"x\"]|[\"12\\\\\",\"x\"]",
                "[\"123\\\\\",\"x\"]|[\"123\\\\\",\"x\"]",
                "[\"12345\\\"6\\\\\",\"x\"]|[\"1234\",\"x\"]",
                "[\"1\\u00e95\"]|[\"1\\u00e9\"]",
                "[\"123\u00e95\"]|[\"123\u00e9\"]",
                "[\"12\ud83c\udf895\"]|[\"12\ud83c\udf89\"]",
            })
    void aTextIsCutBehindAWholeCharacter(String json, String cut) throws Exception {
        for (int atOnce = 1; atOnce <= json.length(); atOnce++) {
            assertThat(new String(new LongTexts(chunks(json, atOnce), 4).readAllBytes(), UTF_8))
                    .as("%d bytes at once", atOnce)
                    .isEqualTo(cut);
        }
    }

    @Test
    void whateverTheTextsTheJsonStaysWhole() throws Exception {
        var random = new Random(20261129);
        String special = "\"\\/\b\n\u0000\u00e9\u20ac\ud83d\ude00x7";
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append(special.charAt(random.nextInt(special.length())));
            }
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("id", round).put("text", text.toString());
            row.putArray("list").add(text.reverse().toString()).add("end");
            byte[] written = Json.bytes(row);
            byte[] cut = new LongTexts(new ByteArrayInputStream(written), 12).readAllBytes();
            JsonNode read = Json.parse(cut);
            assertThat(read.path("id").asText()).isEqualTo(Integer.toString(round));
            assertThat(row.path("text").textValue())
                    .startsWith(withoutHalf(read.path("text").textValue()));
            assertThat(read.path("list").path(1).textValue()).isEqualTo("end");
        }
    }

    @Test
    void theEndIsToldOnce() throws Exception {
        try (var texts = new LongTexts(new ByteArrayInputStream("\"123456\"".getBytes(UTF_8)), 1)) {
            assertThat(texts.read()).isEqualTo('"');
            assertThat(texts.read()).isEqualTo('1');
            assertThat(texts.read(new byte[3], 0, 0)).isZero();
            assertThat(texts.read()).isEqualTo('"');
            assertThat(texts.read()).isEqualTo(-1);
        }
    }

    /** The first half of a pair may be left when both are escapes. */
    private static String withoutHalf(String text) {
        return text.isEmpty() || !Character.isHighSurrogate(text.charAt(text.length() - 1))
                ? text
                : text.substring(0, text.length() - 1);
    }

    private static FilterInputStream chunks(String json, int atOnce) {
        return new FilterInputStream(new ByteArrayInputStream(json.getBytes(UTF_8))) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(length, atOnce));
            }
        };
    }
}
