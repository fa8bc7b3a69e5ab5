package io.cioconnect.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.table.EventTables;
import io.cioconnect.testing.Damage;
import io.cioconnect.testing.NothingLost;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;

/** Signed bodies with any damage become a record that converter and producer take, and nothing of them is lost. */
class DamagedBodiesTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-21T12:00:00Z");
    private static final int PRODUCER_LIMIT = 1024 * 1024;
    private static final List<byte[]> EVENTS = Stream.generate(new SampleEvents())
            .limit(SampleEvents.names().size())
            .map(event -> event.body())
            .toList();

    private final EventRouter router = new EventRouter(
            new TopicConfig("cio", false),
            WebhookMetrics.of(EventTables.names(), Clock.systemUTC()),
            SizeLimits.standard());
    private final JsonConverter converter = new JsonConverter();

    DamagedBodiesTest() {
        converter.configure(Map.of("schemas.enable", "true"), false);
    }

    @Provide
    Arbitrary<byte[]> events() {
        return Arbitraries.of(EVENTS);
    }

    @Provide
    Arbitrary<List<Damage>> damage() {
        return Damage.several();
    }

    @Property
    void becomeAnEventWithAllItsFieldsOrTheExactBytes(
            @ForAll("events") byte[] event, @ForAll("damage") List<Damage> damage) throws Exception {
        byte[] body = Damage.to(event, damage);
        RoutedEvent routed = router.route(body, "digest", RECEIVED);

        RecordCheck.check(routed.key(), routed.value(), RecordCheck.MAX_BYTES);
        assertThat(size(routed.key()) + size(routed.value())).isLessThan(PRODUCER_LIMIT);
        if (routed.destination().startsWith("quarantined")) {
            assertThat(routed.destination()).isNotEqualTo("quarantined.internal_error");
            assertThat(routed.value().getBytes("body")).isEqualTo(body);
        } else {
            NothingLost.ofEvent((ObjectNode) Json.parse(body), routed.value());
        }
    }

    private int size(Struct struct) {
        return converter.fromConnectData("cio.topic", struct.schema(), struct).length;
    }
}
