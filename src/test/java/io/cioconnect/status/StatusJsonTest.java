package io.cioconnect.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What programs read of a status. */
class StatusJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void aConnectorThatCannotTellIsNull() throws Exception {
        var connectors = new TreeMap<String, Optional<ConnectorStatus>>();
        connectors.put("stopped", Optional.empty());
        connectors.put("customer-io", Optional.of(SampleStatus.healthy()));
        JsonNode json = MAPPER.readTree(StatusJson.of(connectors));

        assertThat(json.fieldNames()).toIterable().containsExactly("customer-io", "stopped");
        assertThat(json.path("stopped").isNull()).isTrue();
        assertThat(json.path("customer-io").path("version").asText()).isEqualTo("0.1.0");
    }

    @Test
    void receivers() throws Exception {
        assertThat(broken().path("receivers")).isEqualTo(json("""
                {"0": {"bound": true, "ready": true, "in_flight": 17, "latency_ms_p50": 900, "latency_ms_p99": 2400,
                  "latency_ms_max": 2900, "refused_last_hour": {"signature": 12}, "certificate_days_left": 5}}"""));
        assertThat(healthy().path("receivers")).as("without TLS").isEqualTo(json("""
                {"0": {"bound": true, "ready": true, "in_flight": 1, "latency_ms_p50": 12, "latency_ms_p99": 80,
                  "latency_ms_max": 141, "refused_last_hour": {}, "certificate_days_left": null}}"""));
        var waiting = new ConnectorStatus.Receiver(
                1, false, false, true, new ConnectorStatus.Latency(0, 0, 0), 0, Map.of(), 0, 0);
        JsonNode json = of(SampleStatus.healthy()
                        .plus(new ConnectorStatus(
                                "0.1.0",
                                SampleStatus.NOW,
                                List.of(),
                                SampleStatus.healthy().registration(),
                                List.of(waiting),
                                List.of(),
                                Optional.empty(),
                                List.of())))
                .path("receivers");
        assertThat(json.path("0").path("bound").asBoolean()).isTrue();
        assertThat(json.path("1").path("bound").asBoolean(true)).isFalse();
        assertThat(json.path("1").path("ready").asBoolean(true)).isFalse();
        assertThat(json.path("1").path("certificate_days_left").asInt(-1)).isZero();
    }

    @Test
    void eventTablesThatReceivedSomething() throws Exception {
        String lastHour = Long.toString(SampleStatus.broken().events().get(0).lastHour());
        assertThat(broken().path("event_tables")).isEqualTo(json("""
                {"email_events": {"last_verified_delivery": "2026-11-28T06:08:23Z", "verified": 8, "confirmed": 7,
                  "last_hour": LAST_HOUR},
                 "quarantined.not_json": {"last_verified_delivery": "2026-11-28T07:13:33Z", "verified": 2,
                  "confirmed": 2}}""".replace("LAST_HOUR", lastHour)));
        assertThat(healthy().path("event_tables").fieldNames()).toIterable().containsExactly("email_events");
    }

    @Test
    void polledTables() throws Exception {
        JsonNode tables = broken().path("list_tables");

        assertThat(tables.path("campaigns")).isEqualTo(json("""
                {"last_pass_started_at": "2026-11-28T05:08:23Z", "last_pass_finished_at": "2026-11-28T05:08:25Z",
                 "rows": 1250, "changed": 31, "deleted": 2, "deletes_held": 0, "too_many_keys": false,
                 "next_pass_due_at": "2026-11-28T07:25:03Z", "stale": false,
                 "failing": {"since": "2026-11-28T05:10:03Z", "passes": 14,
                   "reason": "GET /v1/campaigns was answered 403: the key <b>lacks</b> a scope"}}"""));
        assertThat(tables.path("newsletters").path("stale").asBoolean()).isTrue();
        assertThat(tables.path("newsletters").has("failing")).isFalse();
        assertThat(tables.path("segments")).as("a pass that was not counted").isEqualTo(json("""
                {"last_pass_started_at": "2026-11-28T07:14:03Z", "last_pass_finished_at": "2026-11-28T07:15:03Z",
                 "rows": 1200000, "changed": null, "deleted": null, "deletes_held": 0, "too_many_keys": true,
                 "next_pass_due_at": null, "stale": false}"""));
        assertThat(of(withTable(new ConnectorStatus.Table(
                                "snippets",
                                Duration.ofHours(6),
                                Optional.of(
                                        new ConnectorStatus.Pass(SampleStatus.NOW, SampleStatus.NOW, 0, 0, 0, false)),
                                Optional.empty(),
                                Optional.empty(),
                                0,
                                false)))
                        .path("list_tables")
                        .path("snippets")
                        .path("deleted")
                        .asInt(-1))
                .as("none is a number")
                .isZero();
    }

    @Test
    void registrationProblemsAndTasks() throws Exception {
        JsonNode json = broken();

        assertThat(json.path("registration").path("state").asText()).isEqualTo("disabled: waiting for signing key");
        assertThat(json.path("registration").path("detail").asText()).contains("set it as webhook.signing.keys");
        assertThat(json.path("registration").path("drift_repaired_at").isNull()).isTrue();
        assertThat(json.path("tasks")).isEqualTo(json("[\"receiver 0\", \"campaigns, newsletters, segments\"]"));
        assertThat(json.path("problems")).hasSameSizeAs(Problem.of(SampleStatus.broken()));
        assertThat(json.path("problems").get(0).path("problem").asText())
                .isEqualTo(Problem.of(SampleStatus.broken()).get(0).what());
        assertThat(json.path("problems").get(0).path("remedy").asText())
                .isEqualTo(Problem.of(SampleStatus.broken()).get(0).remedy());
        assertThat(healthy().path("problems")).isEmpty();
    }

    private static ConnectorStatus withTable(ConnectorStatus.Table table) {
        return new ConnectorStatus(
                "0.1.0",
                Instant.EPOCH,
                List.of(),
                SampleStatus.healthy().registration(),
                List.of(),
                List.of(table),
                Optional.empty(),
                List.of());
    }

    private static JsonNode broken() throws Exception {
        return of(SampleStatus.broken());
    }

    private static JsonNode healthy() throws Exception {
        return of(SampleStatus.healthy());
    }

    private static JsonNode of(ConnectorStatus status) throws Exception {
        return MAPPER.readTree(StatusJson.of(Map.of("customer-io", Optional.of(status))))
                .path("customer-io");
    }

    private static JsonNode json(String text) throws Exception {
        return MAPPER.readTree(text);
    }
}
