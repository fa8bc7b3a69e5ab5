package io.cioconnect.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.simulator.DeliveryEvents.Made;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeliveryEventsTest {
    private static final List<String> BY_CHANNEL =
            List.of("recipient", "recipients", "subject", "href", "link_id", "failure_message");
    private static final Map<String, List<String>> PARENTS = Map.of(
            "campaign_id", List.of("action_id", "template_id"),
            "broadcast_id", List.of("action_id", "trigger_id", "template_id"),
            "newsletter_id", List.of("content_id", "template_id"),
            "transactional_message_id", List.of("template_id"));

    private final HandClock clock = new HandClock("2026-09-30T12:00:00Z");
    private final ApiLists lists = new ApiLists();
    private final ChildLists children = new ChildLists(lists);
    private final Deliveries deliveries = new Deliveries(lists, children, () -> clock);
    private final List<SampleEvent> sent = new ArrayList<>();

    @Test
    void everyStepIsToldOnceWhenTheClockGetsThere() {
        DeliveryEvents events = new DeliveryEvents(deliveries, clock, 1, sent::add);
        deliveries.create(100, clock.instant(), clock.instant().plusSeconds(100));
        assertThat(events.tick()).isZero();
        int steps = 0;
        for (int day = 0; day < 130; day++) {
            clock.advance(Duration.ofDays(1));
            steps += events.tick();
        }
        long told = deliveries.all().stream()
                .flatMap(delivery -> delivery.life().stream())
                .filter(Delivery.Step::isEvent)
                .count();
        assertThat(sent).hasSize(steps).hasSize((int) told);
        assertThat(events.made()).extracting(Made::at).isSorted();
        assertThat(sent).extracting(SampleEvent::id).doesNotHaveDuplicates();
        assertThat(new ReportingWebhooks().knownEvents())
                .containsAll(sent.stream().map(SampleEvent::name).toList());
    }

    @Test
    void anEventSaysWhatTheApiSays() {
        DeliveryEvents events = new DeliveryEvents(deliveries, clock, 1, sent::add);
        Delivery delivery = deliveries.create(clock.instant());
        clock.advance(Duration.ofDays(130));
        events.tick();
        ObjectNode row = delivery.json(clock.instant(), Delivery.Privacy.KNOWN);
        for (SampleEvent event : sent) {
            ObjectNode body = Samples.object(new String(event.body(), StandardCharsets.UTF_8));
            assertThat(body.at("/data/delivery_id").asText()).isEqualTo(delivery.id());
            assertThat(body.path("object_type").asText()).isEqualTo(delivery.objectType());
            assertThat(body.path("timestamp").asLong())
                    .isEqualTo(row.path("metrics")
                            .path(body.path("metric").asText())
                            .asLong());
            assertThat(body.at("/data/identifiers")).isEqualTo(row.path("customer_identifiers"));
        }
        assertThat(sent).isNotEmpty();
    }

    @Test
    void eventsOfAChannelHaveTheDocumentedFields() {
        for (ObjectNode body : afterManyLives()) {
            String name = body.path("object_type").asText() + "_"
                    + body.path("metric").asText();
            assertThat(fields(body)).as(name).isEqualTo(fields((ObjectNode)
                    Samples.resource("webhook/" + name + ".json")));
        }
    }

    @Test
    void eventsNameTheirMessageWithTheDocumentedFields() {
        Set<String> parents = new HashSet<>();
        for (ObjectNode body : afterManyLives()) {
            ObjectNode data = (ObjectNode) body.get("data");
            String parent =
                    PARENTS.keySet().stream().filter(data::has).findFirst().orElseThrow();
            assertThat(data.properties())
                    .as(parent)
                    .extracting(Map.Entry::getKey)
                    .containsAll(PARENTS.get(parent));
            parents.add(parent);
            if (parent.equals("transactional_message_id")) {
                assertThat(body.path("object_type").asText()).isIn("email", "push");
            }
        }
        assertThat(parents).isEqualTo(PARENTS.keySet());
    }

    private List<ObjectNode> afterManyLives() {
        for (ChildTable table : ChildTable.values()) {
            children.generate(table, 2);
        }
        DeliveryEvents events = new DeliveryEvents(deliveries, clock, 1, sent::add);
        deliveries.create(3000, clock.instant(), clock.instant().plusSeconds(3000));
        clock.advance(Duration.ofDays(130));
        events.tick();
        return sent.stream()
                .map(event -> Samples.object(new String(event.body(), StandardCharsets.UTF_8)))
                .toList();
    }

    private static Set<String> fields(ObjectNode body) {
        Set<String> fields = new TreeSet<>();
        for (String field : BY_CHANNEL) {
            if (body.path("data").has(field)) {
                fields.add(field);
            }
        }
        body.at("/data/recipients/0").fieldNames().forEachRemaining(field -> fields.add("recipients." + field));
        return fields;
    }

    @Test
    void whatHappenedBeforeIsHistory() {
        deliveries.create(
                100, clock.instant().minusSeconds(3600), clock.instant().minusSeconds(1800));
        DeliveryEvents events = new DeliveryEvents(deliveries, clock, 1, sent::add);
        Instant start = clock.instant();
        clock.advance(Duration.ofDays(130));
        events.tick();
        assertThat(events.made()).isNotEmpty().allMatch(made -> made.at().isAfter(start));
        assertThat(sent).extracting(SampleEvent::name).doesNotContain("email_sent");
    }

    @Test
    void lostEventsAreMadeAndNeverSent() {
        DeliveryEvents events = new DeliveryEvents(deliveries, clock, 1, sent::add);
        deliveries.create(100, clock.instant(), clock.instant().plusSeconds(100));
        events.lose(true);
        clock.advance(Duration.ofHours(10));
        int lost = events.tick();
        events.lose(false);
        clock.advance(Duration.ofDays(130));
        int told = events.tick();
        assertThat(lost).isPositive();
        assertThat(sent).hasSize(told);
        assertThat(events.made()).filteredOn(Made::lost).hasSize(lost);
    }

    @Test
    void eventsOfDeletedPeopleHaveNothingButTheirCioId() {
        DeliveryEvents events = new DeliveryEvents(deliveries, clock, 1, sent::add);
        Delivery delivery = deliveries.create(clock.instant());
        deliveries.deletePerson(delivery.person().id());
        clock.advance(Duration.ofMinutes(1));
        events.tick();
        String body = new String(sent.get(0).body(), StandardCharsets.UTF_8);
        assertThat(body)
                .contains(delivery.person().cioId())
                .doesNotContain(delivery.person().email())
                .doesNotContain("\"" + delivery.person().id() + "\"");
    }

    @Test
    void aScaledClockRunsFaster() {
        Clock fast = new ScaledClock(clock, Instant.parse("2026-01-01T00:00:00Z"), 3600);
        clock.advance(Duration.ofSeconds(2));
        assertThat(fast.instant()).isEqualTo(Instant.parse("2026-01-01T02:00:00Z"));
    }
}
