package io.cioconnect.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusPageTest {
    @Test
    void showsEveryTableWithItsLastPassWhatChangedAndItsNextPass() {
        ConnectorStatus status = SampleStatus.healthy();

        String page = page(status);

        for (ConnectorStatus.Table table : status.tables()) {
            assertThat(row(page, table.name()))
                    .as(table.name())
                    .contains(
                            "2 h 6 min ago",
                            "2026-11-28T05:08:25Z",
                            ">2 s<",
                            ">1,250<",
                            ">31<",
                            ">2<",
                            "in 3 h 53 min");
        }
        for (ConnectorStatus.Events table : status.events()) {
            assertThat(row(page, table.name())).as(table.name()).contains("<svg", "<polyline");
        }
        assertThat(row(page, "email_events")).contains("3 s ago", "123,456", "123,450", "at most 62");
        assertThat(row(page, "in_app_events")).contains("none yet");
        assertThat(page)
                .contains("No problems.", "0.1.0", "registered", "median 12, 99 % 80, longest 141 of 4,000 ms")
                .contains("receiver 0", "campaigns, newsletters, subscription_topics");
    }

    @Test
    void showsHowFarDeliveriesWereRead() {
        String page = page(SampleStatus.broken());

        assertThat(row(page, "first read")).contains("none yet", "1 Jun 2026 to 1 Jul 2026", "41 % since 28 Nov 2025");
        assertThat(row(page, "up to 2h")).contains("11 min ago", "15 min").doesNotContain("%");
        assertThat(row(page, "up to 3d")).contains("none yet", "6 h");
        assertThat(page).contains("61,000 listed, 61,000 written since the task started", "in another worker");
        assertThat(page)
                .contains(
                        "deliveries, delivery_metrics: 2 reads failed, the first 1 min 30 s ago. GET /v1/messages was");
        assertThat(page(SampleStatus.healthy())).doesNotContain("Deliveries");
    }

    @Test
    void tellsProgramsOfDeletesThatAreHeld() throws Exception {
        JsonNode tables = new ObjectMapper()
                .readTree(StatusJson.of(Map.of("customer-io", Optional.of(SampleStatus.broken()))))
                .path("customer-io")
                .path("list_tables");

        assertThat(tables.path("newsletters").path("deletes_held").asInt(-1)).isEqualTo(3);
        assertThat(tables.path("campaigns").path("deletes_held").asInt(-1)).isZero();
    }

    @Test
    void tellsProgramsHowFarDeliveriesWereRead() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(StatusJson.of(Map.of("customer-io", Optional.of(SampleStatus.broken()))))
                .path("customer-io")
                .path("deliveries");

        assertThat(json.path("tables").path("deliveries").path("rows").asLong()).isEqualTo(61_000);
        assertThat(json.path("tables").path("delivery_metrics").path("rows").isNull())
                .isTrue();
        JsonNode first = json.path("first_read");
        assertThat(first.path("last_started_at").isNull()).isTrue();
        assertThat(first.path("underway").path("window_start").asText()).isEqualTo("2026-06-01T07:15:03Z");
        assertThat(first.path("underway").path("window_end").asText()).isEqualTo("2026-07-01T07:15:03Z");
        assertThat(first.path("underway").path("percent").asInt()).isEqualTo(41);
        assertThat(json.path("rescans").path("2h").path("last_started_at").asText())
                .isEqualTo("2026-11-28T07:03:23Z");
        assertThat(json.path("rescans").path("2h").path("interval_ms").asLong()).isEqualTo(900_000);
        assertThat(json.path("failing").path("passes").asInt()).isEqualTo(2);
        assertThat(new ObjectMapper()
                        .readTree(StatusJson.of(Map.of("customer-io", Optional.of(SampleStatus.healthy()))))
                        .path("customer-io")
                        .has("deliveries"))
                .isFalse();
    }

    @Test
    void startsWithTheProblemsAndWhatToDo() {
        ConnectorStatus status = SampleStatus.broken();

        String page = page(status);

        String shown = page.substring(0, page.indexOf("<h2>Receiving"));
        List<Problem> problems = Problem.of(status);
        assertThat(problems).hasSize(10);
        for (Problem problem : problems) {
            assertThat(problem.remedy()).isNotBlank();
            assertThat(shown)
                    .contains(new Html().element("strong", problem.what()).text());
            assertThat(shown).contains(new Html().element("p", problem.remedy()).text());
        }
        assertThat(shown).contains("14 passes failed, the first 2 h 5 min ago", "answered the last 7 deliveries 503");
    }

    @Test
    void escapesWhatItShows() {
        assertThat(page(SampleStatus.broken()))
                .contains("&lt;b&gt;lacks&lt;/b&gt;")
                .doesNotContain("<b>");
        assertThat(StatusPage.of(Map.of("<script>", Optional.empty()))).doesNotContain("<script");
    }

    @Test
    void loadsNothingRunsNothingAndReloads() {
        assertThat(page(SampleStatus.healthy()))
                .startsWith("<!doctype html>")
                .contains("<meta http-equiv=\"refresh\" content=\"30\">")
                .doesNotContain("<script", "http:", "https:", "@import", "url(", " on");
    }

    @Test
    void addsUpTheReceiversOfOneConnector() {
        ConnectorStatus first = SampleStatus.healthy();
        var second = new ConnectorStatus(
                "0.1.0",
                SampleStatus.NOW,
                List.of(),
                new ConnectorStatus.Registration("manual", "", Optional.empty(), false),
                List.of(SampleStatus.receiver(1)),
                List.of(),
                Optional.empty(),
                first.events());

        ConnectorStatus both = second.plus(first);

        assertThat(both.receivers())
                .extracting(ConnectorStatus.Receiver::number)
                .containsExactly(0, 1);
        assertThat(both.registration().state()).isEqualTo("registered");
        assertThat(both.tables()).isEqualTo(first.tables());
        assertThat(both.events().get(0).verified()).isEqualTo(2 * 123_456);
        assertThat(both.events().get(0).perMinute().get(0)).isEqualTo(80);
    }

    private static String page(ConnectorStatus status) {
        return StatusPage.of(Map.of("customer-io", Optional.of(status)));
    }

    /** The row of a table. */
    private static String row(String page, String table) {
        int start = page.indexOf("<th scope=\"row\">" + table + "</th>");
        assertThat(start).as("a row of %s", table).isNotNegative();
        return page.substring(start, page.indexOf("</tr>", start));
    }
}
