package io.cioconnect.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.TopicConfig;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RowException;
import io.cioconnect.table.EventTables;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever was signed ends as a record that converter and producer take: the event, or the exact bytes. */
class AbusiveBodiesTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-21T12:00:00Z");
    private static final int PRODUCER_LIMIT = 1024 * 1024;
    private static final String EVENT = "email_events";

    private final EventRouter router = new EventRouter(new TopicConfig("cio", false), EventTables.names());
    private final JsonConverter converter = new JsonConverter();

    AbusiveBodiesTest() {
        converter.configure(Map.of("schemas.enable", "true"), false);
    }

    @TestFactory
    Stream<DynamicTest> becomeTheEventOrTheExactBytes() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("depth 100,000", at("quarantined.not_json", event("x", "[".repeat(100_000) + "]".repeat(100_000))));
        cases.put("depth 100,000 unclosed", at("quarantined.not_json", "[".repeat(100_000)));
        cases.put("million-digit number", at("quarantined.not_json", event("x", "1".repeat(1_000_000))));
        cases.put("million-digit exponent", at("quarantined.not_json", event("x", "1e" + "9".repeat(1_000_000))));
        cases.put("number too large for any column", at(EVENT, event("campaign_id", "1e400")));
        cases.put("duplicate keys", at("quarantined.not_json", "{\"event_id\":\"1\",\"event_id\":\"2\"}"));
        cases.put("lone surrogate", at("quarantined.unstorable", event("subject", "\"\\ud800\"")));
        cases.put("lone surrogate in a key", at("quarantined.not_json", event("a\\udfff", "1")));
        cases.put("surrogate pair", at(EVENT, event("subject", "\"\\ud83d\\ude00\"")));
        cases.put("NUL", at(EVENT, event("subject", "\"\\u0000\"")));
        cases.put("bare NUL", at("quarantined.not_json", "\0" + event("subject", "1")));
        cases.put("BOM", at("quarantined.not_json", "\ufeff" + event("subject", "1")));
        cases.put("UTF-16", at("quarantined.not_json", event("subject", "1").getBytes(UTF_16)));
        cases.put(
                "invalid UTF-8",
                at("quarantined.not_json", event("subject", "\"é\"").getBytes(ISO_8859_1)));
        cases.put("array", at("quarantined.no_event_id", "[" + event("subject", "1") + "]"));
        cases.put("empty", at("quarantined.not_json", ""));
        cases.put("two documents", at("quarantined.not_json", event("a", "1") + event("a", "2")));
        cases.put("comment", at("quarantined.not_json", "/* */" + event("a", "1")));
        cases.put("NaN", at("quarantined.not_json", event("a", "NaN")));
        for (String time : List.of("-1", "0", "1000000000000000000", "1789430400123", "1e999", "\"soon\"", "[]")) {
            cases.put("timestamp " + time, at(EVENT, event("a", "1").replace("1789430400", time)));
        }
        cases.put("600 KiB of content", at(EVENT, event("content", text('x', 600 * 1024))));
        cases.put("control characters", at(EVENT, event("content", text('\u0001', 85_000))));
        // a JSON column is quoted once more by the converter
        String doubling = "[" + "\"\\\\\",".repeat(104_000) + "1]";
        cases.put("doubles when escaped", at("quarantined.unstorable", event("headers", doubling)));
        cases.put("doubles in _extra", at("quarantined.unstorable", event("unknown", doubling)));
        cases.put("many unknown fields", at("quarantined.unstorable", event("a", "{" + fields(60_000) + "\"z\":1}")));
        cases.put("an id of 300 KiB", at(EVENT, event("a", "1").replace("\"1\",\"obj", text('i', 300_000) + ",\"obj")));
        return cases.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> entry.getValue().check(this)));
    }

    @Test
    void ofWhatIsTooLargeEvenForQuarantineTheHeadIsKept() throws Exception {
        byte[] body = new byte[5 << 20];
        Arrays.fill(body, (byte) '[');
        RoutedEvent routed = router.route(body, "digest", RECEIVED);
        assertThat(routed.destination()).isEqualTo("quarantined.not_json");
        assertThat(routed.value().getBytes("body")).isEqualTo(Arrays.copyOf(body, 256 * 1024));
        assertThat(routed.value().getInt64("body_size")).isEqualTo(body.length);
        isStorable(routed);

        RoutedEvent head = router.routeTooLarge(body, 8L << 20, "digest", RECEIVED);
        assertThat(head.destination()).isEqualTo("quarantined.too_large");
        assertThat(head.value().getInt64("body_size")).isEqualTo(8L << 20);
        isStorable(head);
    }

    @Test
    void anyDamageToAnEventIsSurvived() throws Exception {
        byte[] event = event("headers", "{\"a\":[1,\"é\\ud83d\\ude00\",null,{\"b\":1.50}]}")
                .getBytes(UTF_8);
        Random random = new Random(20261121);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = damage(event, random);
            RoutedEvent routed = router.route(damaged, "digest", RECEIVED);
            isStorable(routed);
            if (routed.destination().startsWith("quarantined")) {
                assertThat(routed.value().getBytes("body")).isEqualTo(damaged);
            }
            assertThat(routed.destination()).isNotEqualTo("quarantined.internal_error");
        }
    }

    private static byte[] damage(byte[] event, Random random) {
        byte[] damaged = event.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] = (byte) "{}[]\",:\\u0e-".charAt(random.nextInt(12));
                case 2 -> damaged = Arrays.copyOf(damaged, Math.max(at, 1));
                default -> damaged[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return damaged;
    }

    private void isStorable(RoutedEvent routed) throws RowException {
        RecordCheck.check(routed.key(), routed.value());
        assertThat(bytes(routed.key()) + bytes(routed.value())).isLessThan(PRODUCER_LIMIT);
    }

    private int bytes(Struct struct) {
        return converter.fromConnectData("cio.topic", struct.schema(), struct).length;
    }

    private static Case at(String destination, String body) {
        return at(destination, body.getBytes(UTF_8));
    }

    private static Case at(String destination, byte[] body) {
        return test -> {
            RoutedEvent routed = test.router.route(body, "digest", RECEIVED);
            assertThat(routed.destination()).isEqualTo(destination);
            if (destination.startsWith("quarantined") && body.length <= 640 * 1024) {
                assertThat(routed.value().getBytes("body")).isEqualTo(body);
            }
            test.isStorable(routed);
        };
    }

    private interface Case {
        void check(AbusiveBodiesTest test) throws Exception;
    }

    private static String event(String field, String value) {
        return "{\"event_id\":\"1\",\"object_type\":\"email\",\"metric\":\"sent\",\"timestamp\":1789430400,\"data\":{\""
                + field + "\":" + value + "}}";
    }

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append("\"field").append(i).append("\":1,");
        }
        return fields.toString();
    }

    /** JSON text of that many characters. */
    private static String text(char character, int count) {
        String escaped = character < ' ' ? "\\u0001" : character == '"' ? "\\\"" : String.valueOf(character);
        return "\"" + escaped.repeat(count) + "\"";
    }
}
