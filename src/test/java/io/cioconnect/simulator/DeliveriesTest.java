package io.cioconnect.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final String NOW = "2026-09-30T12:00:00Z";

    private final HandClock clock = new HandClock(NOW);
    private CustomerIoSimulator simulator;
    private Deliveries deliveries;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        simulator = new CustomerIoSimulator();
        simulator.limitRate(false);
        simulator.useClock(clock);
        deliveries = simulator.deliveries();
        client = new ApiClient(simulator);
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @Test
    void aSeedDrawsTheSameDeliveriesAgain() {
        List<Delivery> first = drawn(7);
        assertThat(drawn(7)).isEqualTo(first);
        assertThat(drawn(8)).isNotEqualTo(first);
        assertThat(first).extracting(Delivery::type).contains("email", "push", "twilio", "in_app");
        assertThat(first)
                .extracting(delivery -> delivery.parent().field())
                .contains("campaign_id", "newsletter_id", "broadcast_id", "transactional_message_id");
        assertThat(first)
                .flatExtracting(Delivery::life)
                .extracting(Delivery.Step::metric)
                .contains("sent", "delivered", "opened", "clicked", "converted", "bounced", "dropped", "failed");
    }

    @Test
    void pagesAreTheNewestFirst() throws IOException {
        deliveries.create(25, at(-100), at(-50));
        List<String> ids = client.ids("/v1/messages?limit=10", "messages", 9);
        List<String> newestFirst =
                new ArrayList<>(deliveries.all().stream().map(Delivery::id).toList());
        Collections.reverse(newestFirst);
        assertThat(ids).isEqualTo(newestFirst);
        assertThat(client.json("/v1/messages").path("messages")).hasSize(25);
        assertThat(client.json("/v1/messages").path("next").asText("missing")).isEmpty();
        assertThat(client.get("/v1/messages?limit=1001").statusCode()).isEqualTo(400);
    }

    @Test
    void aPageHas50RowsUnlessAsked() throws IOException {
        deliveries.create(1001, at(-3000), at(-100));
        assertThat(client.json("/v1/messages").path("messages")).hasSize(50);
        assertThat(client.json("/v1/messages?limit=1000").path("messages")).hasSize(1000);
        assertThat(client.ids("/v1/messages?limit=1000", "messages", 9))
                .hasSize(1001)
                .doesNotHaveDuplicates();
    }

    @Test
    void bothBoundsAreInclusive() throws IOException {
        for (int second : List.of(-12, -11, -10, -9)) {
            deliveries.create(at(second));
        }
        assertThat(window(at(-11), at(-10))).isEqualTo(2);
        assertThat(window(at(-11), at(-11))).isEqualTo(1);
        assertThat(window(Instant.EPOCH, Instant.EPOCH.plusSeconds(9))).isZero();
        assertThat(window(at(-10), at(-11))).isZero();
    }

    @Test
    void whatIsOlderThanSixMonthsBeforeTheEndIsCutOffWithoutAWord() throws IOException {
        Instant old = Instant.parse("2026-03-30T11:59:59Z");
        deliveries.create(old);
        deliveries.create(Instant.parse("2026-03-30T12:00:00Z"));
        deliveries.create(at(-10));
        assertThat(client.ids("/v1/messages", "messages", 1)).hasSize(2);
        assertThat(client.ids("/v1/messages?start_ts=0", "messages", 1)).hasSize(2);
        assertThat(client.ids("/v1/messages?start_ts=" + at(-10).getEpochSecond(), "messages", 1))
                .hasSize(1);
        assertThat(window(old, at(0))).isEqualTo(2);
        assertThat(window(old, at(-1))).isEqualTo(3);
        assertThat(client.ids("/v1/messages?end_ts=" + old.getEpochSecond(), "messages", 1))
                .hasSize(1);
        assertThat(client.get("/v1/messages?start_ts=yesterday").statusCode()).isEqualTo(400);
    }

    @Test
    void newDeliveriesShiftThePagesOfAnOpenWindow() throws IOException {
        deliveries.create(3, at(-100), at(-50));
        JsonNode first = client.json("/v1/messages?limit=2");
        deliveries.create(at(0));
        JsonNode second = client.json(
                "/v1/messages?limit=2&start=" + first.path("next").asText().replace("=", "%3D"));
        assertThat(second.at("/messages/0/id")).isEqualTo(first.at("/messages/1/id"));
    }

    @Test
    void whatBecomesOfADeliveryShowsWhenTheClockGetsThere() throws IOException {
        deliveries.create(200, at(0), at(20));
        Delivery clicked = deliveries.all().stream()
                .filter(delivery -> delivery.step("clicked").isPresent())
                .findFirst()
                .orElseThrow();
        Instant click = clicked.step("clicked").orElseThrow().at();
        clock.advance(Duration.between(clock.instant(), click.minusSeconds(1)));
        assertThat(row(clicked).path("metrics").has("clicked")).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(row(clicked).at("/metrics/clicked").asLong()).isEqualTo(click.getEpochSecond());
        assertThat(row(clicked).path("deduplicate_id").asText()).isEqualTo(clicked.id() + ":" + click.getEpochSecond());
        assertThat(client.get("/v1/messages/none").statusCode()).isEqualTo(404);
    }

    @Test
    void aRowHasTheFieldsOfTheSample() throws IOException {
        deliveries.create(at(-10));
        ObjectNode sample = (ObjectNode)
                Samples.resource("app-api-wider/messages_page1.json").at("/messages/0");
        assertThat(client.json("/v1/messages").at("/messages/0").fieldNames())
                .toIterable()
                .containsAll(() -> sample.fieldNames());
    }

    @Test
    void deletedPeopleKeepTheirCioIdAndSuppressedOnesNothing() throws IOException {
        Delivery delivery = deliveries.create(at(-10));
        assertThat(row(delivery).path("customer_id").asText())
                .isEqualTo(delivery.person().id());
        deliveries.deletePerson(delivery.person().id());
        assertThat(row(delivery).path("customer_id").isNull()).isTrue();
        assertThat(row(delivery).path("recipient").isNull()).isTrue();
        assertThat(row(delivery).at("/customer_identifiers/cio_id").asText())
                .isEqualTo(delivery.person().cioId());
        deliveries.suppressPerson(delivery.person().id());
        assertThat(row(delivery).at("/customer_identifiers/cio_id").isNull()).isTrue();
    }

    @Test
    void oddRowsAreServedAsTheyAre() throws IOException {
        JsonNode odd = Samples.resource("app-api-wider/messages_edge.json").path("messages");
        odd.forEach(row -> deliveries.put((ObjectNode) row));
        assertThat(client.json("/v1/messages?limit=1000").path("messages")).containsExactlyInAnyOrderElementsOf(odd);
        Samples.resource("app-api-wider/messages_in_app_tracked.json")
                .path("messages")
                .forEach(row -> deliveries.put((ObjectNode) row));
        assertThat(client.json("/v1/messages").toString()).doesNotContain("tracked_responses");
        assertThat(client.json("/v1/messages?get_tracked_responses=true").toString())
                .contains("tracked_responses");
    }

    @Test
    void filtersByTypeMetricAndParent() throws IOException {
        deliveries.create(300, at(-86_400), at(-3600));
        assertThat(client.json("/v1/messages?limit=1000&type=push").path("messages"))
                .isNotEmpty()
                .allMatch(row -> row.path("type").asText().equals("push"));
        assertThat(client.json("/v1/messages?limit=1000&metric=bounced").path("messages"))
                .isNotEmpty()
                .allMatch(row -> row.path("metrics").has("bounced"));
        assertThat(client.json("/v1/messages?campaign_id=5").path("messages"))
                .isNotEmpty()
                .allMatch(row -> row.path("campaign_id").asInt() == 5);
        assertThat(client.json("/v1/messages?drafts=true").path("messages")).isEmpty();
    }

    @Test
    void pagesCanBeEmptyAndNewDeliveriesLate() throws IOException {
        deliveries.create(5, at(-100), at(-50));
        deliveries.emptyPages(true);
        assertThat(client.ids("/v1/messages?limit=2", "messages", 2)).hasSize(2);
        assertThat(client.ids("/v1/messages?limit=2", "messages", 9)).hasSize(5);
        deliveries.listingDelay(Duration.ofSeconds(85));
        assertThat(client.ids("/v1/messages", "messages", 1)).hasSize(2);
        clock.advance(Duration.ofMinutes(1));
        assertThat(client.ids("/v1/messages", "messages", 1)).hasSize(5);
    }

    private List<Delivery> drawn(long seed) {
        deliveries.clear(seed);
        deliveries.create(500, at(0), at(500));
        return deliveries.all();
    }

    private int window(Instant start, Instant end) throws IOException {
        return client.json("/v1/messages?start_ts=" + start.getEpochSecond() + "&end_ts=" + end.getEpochSecond())
                .path("messages")
                .size();
    }

    private JsonNode row(Delivery delivery) throws IOException {
        return client.json("/v1/messages/" + delivery.id()).path("message");
    }

    private static Instant at(long secondsFromNow) {
        return Instant.parse(NOW).plusSeconds(secondsFromNow);
    }
}
