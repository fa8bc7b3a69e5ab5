package io.cioconnect.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricRepliesTest {
    private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
    private static final String CAMPAIGN = "/v1/campaigns/5/metrics";

    private CustomerIoSimulator simulator;
    private Metrics metrics;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        simulator = new CustomerIoSimulator();
        simulator.limitRate(false);
        simulator.useClock(Clock.fixed(NOW, ZoneOffset.UTC));
        metrics = simulator.wider().metrics();
        metrics.clear();
        client = new ApiClient(simulator);
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @Test
    void version2HasTheDocumentedSeriesAndDates() throws IOException {
        metrics.of("campaigns/5").add(at("2026-03-30T10:00:00Z"), "sent", 3).add(at("2026-03-31T00:00:00Z"), "sent", 4);
        ObjectNode reply = client.json(CAMPAIGN + window("2026-03-29T07:00:00Z") + "&res=days");
        JsonNode sample = Samples.resource("app-api-wider/campaign_metrics_v2.json");
        assertThat(reply.at("/metric/series").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(() -> sample.at("/metric/series").fieldNames());
        assertThat(series(reply, "sent")).isEqualTo("[0,3,4]");
        assertThat(reply.path("res").asText()).isEqualTo("days");
        assertThat(reply.path("start").asText()).isEqualTo("2026-03-29 00:00:00 +0000 UTC");
        assertThat(reply.path("end").asText()).isEqualTo("2026-03-31 23:59:59 +0000 UTC");
    }

    @Test
    void daysOfAZoneFollowItsSummerTime() throws IOException {
        metrics.of("campaigns/5")
                .add(at("2026-03-28T23:00:00Z"), "sent", 1) // Sunday begins
                .add(at("2026-03-29T21:59:59Z"), "sent", 2) // and ends after 23 hours
                .add(at("2026-03-29T22:00:00Z"), "sent", 4);
        ObjectNode reply = client.json(CAMPAIGN + window("2026-03-28T12:00:00Z") + "&res=daily&tz=Europe/Berlin");
        assertThat(series(reply, "sent")).isEqualTo("[0,3,4,0]");
        assertThat(reply.path("start").asText()).isEqualTo("2026-03-28 00:00:00 +0100 CET");
        assertThat(reply.path("end").asText()).isEqualTo("2026-03-31 23:59:59 +0200 CEST");
    }

    @Test
    void theStartCanBeTheOneThatWasAsked() throws IOException {
        metrics.startAsAsked(true);
        assertThat(client.json(CAMPAIGN + window("2026-03-29T07:00:00Z") + "&res=days")
                        .path("start")
                        .asText())
                .isEqualTo("2026-03-29 07:00:00 +0000 UTC");
    }

    @Test
    void version2NeedsItsWholeWindow() throws IOException {
        for (String query : List.of(
                "?version=2",
                "?version=2&res=days",
                window("2026-03-29T07:00:00Z"),
                window("2026-03-29T07:00:00Z") + "&res=years",
                window("2026-03-29T07:00:00Z") + "&res=days&tz=Mars",
                window("2016-03-01T00:00:00Z") + "&res=months",
                window("2027-03-01T00:00:00Z") + "&res=days")) {
            assertThat(client.get(CAMPAIGN + query).statusCode()).as(query).isEqualTo(400);
        }
        assertThat(client.get("/v1/campaigns/999/metrics").statusCode()).isEqualTo(404);
        assertThat(client.get("/v1/campaigns/5/actions/999/metrics").statusCode())
                .isEqualTo(404);
    }

    @Test
    void seriesCanBeNullUnknownOrShort() throws IOException {
        Counts counts = metrics.of("campaigns/5").add(NOW, "read_aloud", 2);
        counts.nullSeries("bounced");
        counts.shorten("opened");
        ObjectNode reply = client.json(CAMPAIGN + window("2026-03-30T00:00:00Z") + "&res=days");
        assertThat(series(reply, "read_aloud")).isEqualTo("[0,2]");
        assertThat(series(reply, "bounced")).isEqualTo("null");
        assertThat(series(reply, "opened")).isEqualTo("[0]");
    }

    @Test
    void actionsThatBranchByLanguageHaveVariants() throws IOException {
        metrics.variant("campaigns/5/actions/259", "260", "sv", false).add(NOW, "sent", 7);
        ObjectNode reply =
                client.json("/v1/campaigns/5/actions/259/metrics" + window("2026-03-31T00:00:00Z") + "&res=days");
        assertThat(reply.at("/language_variants/260/language").asText()).isEqualTo("sv");
        assertThat(reply.at("/language_variants/260/series/sent/0").asInt()).isEqualTo(7);
    }

    @Test
    void version1CountsBackFromNowInEasternTimeAndTellsNoDates() throws IOException {
        metrics.of("newsletters/41")
                .add(at("2026-03-31T03:59:59Z"), "sent", 1) // still the 30th there
                .add(at("2026-03-31T04:00:00Z"), "sent", 2);
        ObjectNode reply = client.json("/v1/newsletters/41/metrics?period=days&steps=1");
        assertThat(series(reply, "sent")).isEqualTo("[1,2]");
        assertThat(reply.at("/metric/type").asText()).isEqualTo("email");
        assertThat(reply.has("start")).isFalse();
        for (String path : List.of("broadcasts/21", "transactional/3")) {
            JsonNode metric = client.json("/v1/" + path + "/metrics?version=2").path("metric");
            assertThat(metric.at("/series/sent")).as(path).hasSize(45);
            assertThat(metric.has("type")).isFalse();
        }
        assertThat(client.json(CAMPAIGN).has("start")).isFalse();
    }

    @Test
    void version1HasAsManyStepsAsAskedWithinItsBounds() throws IOException {
        assertThat(steps("period=months&steps=121")).isEqualTo(121);
        assertThat(steps("period=months")).isEqualTo(12);
        assertThat(steps("period=months&steps=0")).isEqualTo(121);
        assertThat(steps("period=hours&steps=99")).isEqualTo(24);
        assertThat(steps("period=weeks&steps=1")).isEqualTo(2);
        assertThat(steps("steps=3")).isEqualTo(3);
    }

    @Test
    void webhookNewslettersHaveOtherSeries() throws IOException {
        metrics.sparse("newsletters/42").add(NOW, "2xx", 5).add(NOW, "sent", 5);
        assertThat(client.json("/v1/newsletters/42/metrics?steps=2")
                        .at("/metric/series")
                        .fieldNames())
                .toIterable()
                .containsExactly("2xx", "sent");
    }

    @Test
    void linksHaveTheirOwnSeriesAllOrUnique() throws IOException {
        Metrics.Link link = metrics.link("newsletters/41", 1234, "https://shop.example.com/august");
        link.clicks().add(NOW, "clicked", 5);
        link.unique().add(NOW, "clicked", 3);
        String path = "/v1/newsletters/41/metrics/links?period=months&steps=2";
        JsonNode shown = client.json(path).at("/links/0");
        assertThat(shown.at("/link/href").asText()).isEqualTo("https://shop.example.com/august");
        assertThat(shown.at("/metric/series/clicked/1").asInt()).isEqualTo(5);
        assertThat(client.json(path + "&unique=true")
                        .at("/links/0/metric/series/clicked/1")
                        .asInt())
                .isEqualTo(3);
        metrics.nullWhenEmpty(true);
        assertThat(client.json("/v1/campaigns/5/metrics/links"))
                .isEqualTo(Samples.resource("app-api-wider/link_metrics_empty.json"));
    }

    @Test
    void journeysHaveTheDocumentedSeriesWithoutDates() throws IOException {
        metrics.journeys(5).add(at("2026-03-30T10:00:00Z"), "started", 9);
        String window = window("2026-03-30T00:00:00Z").replace("version=2&", "");
        ObjectNode reply = client.json("/v1/campaigns/5/journey_metrics" + window + "&resolution=days");
        assertThat(reply.path("journey_metric").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(() -> Samples.resource("app-api-wider/journey_metrics.json")
                        .path("journey_metric")
                        .fieldNames());
        assertThat(reply.at("/journey_metric/started").toString()).isEqualTo("[9,0]");
        assertThat(client.get("/v1/campaigns/5/journey_metrics" + window).statusCode())
                .isEqualTo(400);
        assertThat(client.get("/v1/newsletters/41/journey_metrics").statusCode())
                .isEqualTo(404);
    }

    private int steps(String query) throws IOException {
        return client.json("/v1/broadcasts/21/metrics?" + query)
                .at("/metric/series/sent")
                .size();
    }

    private static String series(JsonNode reply, String name) {
        return reply.at("/metric/series/" + name).toString();
    }

    private static String window(String start) {
        return "?version=2&start=" + at(start).getEpochSecond() + "&end=" + NOW.getEpochSecond();
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }
}
