package io.cioconnect.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import io.cioconnect.testing.Fixtures;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesRowsTest {
    private static final MetricDays UTC = days("2026-09-01T10:00:00Z", 3, "UTC");

    @Test
    void daysAreCountedFromTheStartOfTheReply() {
        List<ObjectNode> rows = SeriesRows.days(fixture("app-api", "campaign_metrics"), UTC);
        assertThat(starts(rows))
                .containsExactly("2026-08-29T00:00:00Z", "2026-08-30T00:00:00Z", "2026-08-31T00:00:00Z");
        assertThat(rows.get(2).get("period_end").asLong())
                .isEqualTo(Instant.parse("2026-09-01T00:00:00Z").getEpochSecond());
    }

    @Test
    void seriesMayBeNullUnknownOrOfOtherLengths() throws Exception {
        List<ObjectNode> rows = SeriesRows.days(fixture("app-api-wider", "metrics_edge"), UTC);
        assertThat(starts(rows))
                .containsExactly("2026-08-29T00:00:00Z", "2026-08-30T00:00:00Z", "2026-08-31T00:00:00Z");
        assertThat(rows).noneMatch(row -> row.has("opened"));
        ObjectNode last = rows.get(2).put("campaign_id", 5);
        Struct value = Tables.named("campaign_metrics").rowSchema("t").value(last);
        assertThat(value.getInt64("sent")).isEqualTo(3);
        assertThat(value.getInt64("delivered")).isNull();
        assertThat(json(value.getString("_extra"))).isEqualTo(json("{\"prefetch_clicked\":1,\"brand_new_metric\":0}"));
    }

    @Test
    void aDayBeginsWhereItDoesInItsZone() throws Exception {
        MetricDays stockholm = days("2026-10-27T10:00:00Z", 3, "Europe/Stockholm");
        assertThat(stockholm.start()).isEqualTo("2026-10-23T22:00:00Z");
        List<ObjectNode> rows = SeriesRows.days(
                reply("{'metric':{'series':{'sent':[1,2,3,4]}},'start':'2026-10-24 00:00:00 +0200 CEST'}"), stockholm);
        assertThat(starts(rows))
                .containsExactly(
                        "2026-10-23T22:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "2026-10-26T23:00:00Z");
        assertThat(rows.get(1).get("period_end").asLong()
                        - rows.get(1).get("period_start").asLong())
                .isEqualTo(25 * 3600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'soon'", "null", "'2026-13-01 00:00:00 +0000 UTC'", "17"})
    void aStartThatIsNoTimeIsTheOneThatWasAskedFor(String start) throws Exception {
        List<ObjectNode> rows = SeriesRows.days(reply("{'metric':{'series':{'sent':[1]}},'start':" + start + "}"), UTC);
        assertThat(starts(rows)).containsExactly("2026-08-29T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0001-01-01 00:00:00 +0000 UTC", "2026-08-28 23:59:59 +0000 UTC", "2026-09-02 00:00:00 +0000 UTC"
            })
    void aStartOutsideOfWhatWasAskedForIsNotBelieved(String start) throws Exception {
        String json = "{'metric':{'series':{'sent':[1,2]}},'start':'" + start + "'}";
        assertThat(starts(SeriesRows.days(reply(json), UTC)))
                .containsExactly("2026-08-29T00:00:00Z", "2026-08-30T00:00:00Z");
        assertThat(starts(SeriesRows.daysByLanguage(reply(json), UTC)))
                .containsExactly("2026-08-29T00:00:00Z", "2026-08-30T00:00:00Z");
    }

    @Test
    void aStartFromWhichTheDaysWouldEndTooLateIsNotBelieved() throws Exception {
        String start = "'start':'2026-08-31 00:00:00 +0000 UTC'";
        assertThat(starts(SeriesRows.days(reply("{'metric':{'series':{'sent':[1,2]}}," + start + "}"), UTC)))
                .containsExactly("2026-08-31T00:00:00Z", "2026-09-01T00:00:00Z");
        assertThat(starts(SeriesRows.days(
                        reply("{'metric':{'series':{'sent':[1,2],'opened':[0,0,0]}}," + start + "}"), UTC)))
                .containsExactly("2026-08-29T00:00:00Z", "2026-08-30T00:00:00Z", "2026-08-31T00:00:00Z");
        assertThat(starts(SeriesRows.daysByLanguage(
                        reply("{'language_variants':{'7':{'language':'sv','series':{'sent':[1,2,3]}},'8':null}," + start
                                + "}"),
                        UTC)))
                .containsExactly("2026-08-29T00:00:00Z", "2026-08-30T00:00:00Z", "2026-08-31T00:00:00Z");
    }

    /** East of Greenwich the day of the pass begins while it is still the day before in UTC. */
    @Test
    void theDayOfThePassIsOneOfTheZone() throws Exception {
        MetricDays auckland = days("2026-11-21T20:00:00Z", 3, "Pacific/Auckland");
        List<ObjectNode> rows = SeriesRows.days(
                reply("{'metric':{'series':{'sent':[1,2]}},'start':'2026-11-21 00:00:00 +1300 NZDT'}"), auckland);
        assertThat(starts(rows)).containsExactly("2026-11-20T11:00:00Z", "2026-11-21T11:00:00Z");
    }

    @Test
    void aStartInTheMiddleOfADayIsThatDay() throws Exception {
        List<ObjectNode> rows = SeriesRows.days(
                reply("{'metric':{'series':{'sent':[1]}},'start':'2026-08-30 13:14:15.5 +0000 UTC'}"), UTC);
        assertThat(starts(rows)).containsExactly("2026-08-30T00:00:00Z");
    }

    @Test
    void languagesOfAnActionHaveRowsOfTheirOwn() {
        List<ObjectNode> rows = SeriesRows.daysByLanguage(fixture("app-api", "campaign_action_metrics"), UTC);
        assertThat(rows.stream().map(row -> row.get("language").asText() + " " + row.get("sent")))
                .containsExactly(" 60", " 61", "sv 38", "sv 39");
        ObjectNode without = fixture("app-api", "campaign_action_metrics");
        without.remove("language_variants");
        assertThat(SeriesRows.daysByLanguage(without, UTC).stream()
                        .map(row -> row.get("language").asText() + " " + row.get("sent")))
                .containsExactly(" 98", " 99");
    }

    @Test
    void journeysAreCountedFromTheDayThatWasAskedForInUtc() {
        MetricDays stockholm = days("2026-09-01T10:00:00Z", 2, "Europe/Stockholm");
        List<ObjectNode> rows = SeriesRows.journeyDays(fixture("app-api", "journey_metrics"), stockholm);
        assertThat(starts(rows))
                .containsExactly("2026-08-30T00:00:00Z", "2026-08-31T00:00:00Z", "2026-09-01T00:00:00Z");
        assertThat(rows.get(2).get("messaged").asText()).isEqualTo("20");
        assertThat(rows).allMatch(row -> row.get("tz").asText().equals("UTC"));
    }

    @Test
    void totalsAreSums() {
        List<ObjectNode> rows = SeriesRows.totals(fixture("app-api-wider", "newsletter_metrics_webhook"), UTC);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).get("type").asText()).isEqualTo("webhook");
        assertThat(rows.get(0).get("2xx").asInt()).isEqualTo(98);
        assertThat(rows.get(0).get("sent").asInt()).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,1e999999999]",
                "[1,1e50000000]",
                "[9223372036854775807,1]",
                "[1,0.5]",
                "[1,'many']",
                "[1,[2]]",
                "{'a':[1]}"
            })
    @Timeout(10)
    void aSeriesThatCannotBeAddedUpIsKeptAsItCame(String series) throws Exception {
        String json = "{'metric':{'series':{'sent':" + series + ",'opened':[1,2]}}}";
        Struct value = total(json);
        assertThat(value.getInt64("sent")).isNull();
        assertThat(value.getInt64("opened")).isEqualTo(3);
        assertThat(value.getString("_extra"))
                .isEqualTo("{'sent':".replace('\'', '"') + series.replace('\'', '"') + "}");
    }

    @Test
    void numbersMayBeSpelledInOtherWaysAndNullIsNone() throws Exception {
        Struct value = total("{'metric':{'series':{'sent':['7',1.0,null,1e2],'opened':[],'clicked':null}}}");
        assertThat(value.getInt64("sent")).isEqualTo(108);
        assertThat(value.getInt64("opened")).isZero();
        assertThat(value.getInt64("clicked")).isNull();
        assertThat(value.getString("_extra")).isNull();
    }

    @Test
    void aBareNumberIsNoSeriesAndNoSum() throws Exception {
        Struct total = total("{'metric':{'series':{'sent':[1,2],'opened':7,'clicked':'7'}}}");
        assertThat(total.getInt64("sent")).isEqualTo(3);
        assertThat(total.getInt64("opened")).isNull();
        assertThat(json(total.getString("_extra"))).isEqualTo(reply("{'series':{'opened':7,'clicked':'7'}}"));

        List<ObjectNode> days =
                SeriesRows.days(reply("{'metric':{'series':{'sent':[1,'many'],'opened':7,'clicked':null}}}"), UTC);
        assertThat(days).hasSize(2);
        Struct day = Tables.named("campaign_metrics")
                .rowSchema("t")
                .value(days.get(1).put("campaign_id", 5));
        assertThat(day.getInt64("sent")).isNull();
        assertThat(day.getInt64("opened")).isNull();
        assertThat(json(day.getString("_extra"))).isEqualTo(reply("{'sent':'many','series':{'opened':7}}"));
    }

    @Test
    void whatStandsBesideTheSeriesOfALinkIsKept() throws Exception {
        List<ObjectNode> rows = SeriesRows.links(
                reply("{'links':[null,{'link':{'id':7},'metric':{'total':{'clicked':5},'series':{'clicked':[2,3]}}}]}"),
                UTC);
        assertThat(rows)
                .singleElement()
                .asString()
                .isEqualTo("{\"link_id\":7,\"total\":{\"clicked\":5},\"clicked\":5}");
    }

    @Test
    void linksHaveTheirTotals() {
        List<ObjectNode> rows = SeriesRows.links(fixture("app-api", "link_metrics"), UTC);
        assertThat(rows.get(0).get("link_id").asText()).isEqualTo("1234");
        assertThat(rows.get(0).get("clicked").asInt()).isEqualTo(9);
        assertThat(SeriesRows.links(fixture("app-api", "link_metrics_empty"), UTC))
                .isEmpty();
    }

    private static Struct total(String json) throws Exception {
        ObjectNode row = SeriesRows.totals(reply(json), UTC).get(0).put("transactional_id", 5);
        return Tables.named("transactional_metrics").rowSchema("t").value(row);
    }

    private static List<String> starts(List<ObjectNode> rows) {
        return rows.stream()
                .map(row ->
                        Instant.ofEpochSecond(row.get("period_start").asLong()).toString())
                .toList();
    }

    private static ObjectNode reply(String json) throws IOException {
        return (ObjectNode) json(json.replace('\'', '"'));
    }

    private static JsonNode json(String text) throws IOException {
        return Json.parse(text.getBytes(UTF_8));
    }

    private static ObjectNode fixture(String folder, String name) {
        return Fixtures.files(folder, name).stream()
                .filter(file -> Fixtures.name(file).equals(name))
                .map(Fixtures::object)
                .findFirst()
                .orElseThrow();
    }

    private static MetricDays days(String end, int count, String zone) {
        return new MetricDays(Instant.parse(end), count, ZoneId.of(zone));
    }
}
