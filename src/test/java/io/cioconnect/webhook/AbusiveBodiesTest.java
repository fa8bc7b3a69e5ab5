package io.cioconnect.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.TopicConfig;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RowException;
import io.cioconnect.table.EventTables;
import io.cioconnect.testing.AbusiveBodies;
import io.cioconnect.testing.AbusiveBody;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
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

    private final EventRouter router = new EventRouter(
            new TopicConfig("cio", false),
            WebhookMetrics.of(EventTables.names(), Clock.systemUTC()),
            SizeLimits.standard());
    private final JsonConverter converter = new JsonConverter();

    AbusiveBodiesTest() {
        converter.configure(Map.of("schemas.enable", "true"), false);
    }

    @TestFactory
    Stream<DynamicTest> becomeTheEventOrTheExactBytes() {
        return AbusiveBodies.all().stream()
                .map(abuse -> DynamicTest.dynamicTest(abuse.name(), () -> becomesTheEventOrTheExactBytes(abuse)));
    }

    private void becomesTheEventOrTheExactBytes(AbusiveBody abuse) throws RowException {
        RoutedEvent routed = router.route(abuse.body(), "digest", RECEIVED);
        assertThat(routed.destination()).isEqualTo(abuse.destination());
        if (abuse.isEvent()) {
            assertThat(routed.key().getString("event_id")).isEqualTo(abuse.eventId());
        } else if (abuse.body().length <= 640 * 1024) {
            assertThat(routed.value().getBytes("body")).isEqualTo(abuse.body());
        }
        isStorable(routed);
    }

    @Test
    void ofWhatIsTooLargeEvenForQuarantineTheHeadIsKept() throws Exception {
        byte[] body = new byte[5 << 20];
        Arrays.fill(body, (byte) '[');
        RoutedEvent routed = router.route(body, "digest", RECEIVED);
        assertThat(routed.destination()).isEqualTo("quarantined.unstorable");
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
        byte[] event = AbusiveBodies.event("1", "headers", "{\"a\":[1,\"é\\ud83d\\ude00\",null,{\"b\":1.50}]}")
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
        RecordCheck.check(routed.key(), routed.value(), RecordCheck.MAX_BYTES);
        assertThat(bytes(routed.key()) + bytes(routed.value())).isLessThan(PRODUCER_LIMIT);
    }

    private int bytes(Struct struct) {
        return converter.fromConnectData("cio.topic", struct.schema(), struct).length;
    }
}
