package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.ChildTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tables below the lists, from the simulated App API to topics, on real workers. */
@ExtendWith(KafkaExtension.class)
final class WiderTablesIT {
    private static final List<String> TABLES = List.of(
            "campaign_actions",
            "broadcast_actions",
            "newsletter_contents",
            "transactional_contents",
            "newsletter_test_groups",
            "broadcast_triggers",
            "segment_usage",
            "segment_counts",
            "sender_usage",
            "workspaces",
            "subscription_channels",
            "reporting_webhooks",
            "campaign_metrics",
            "journey_metrics",
            "newsletter_metrics",
            "broadcast_metrics",
            "transactional_metrics",
            "campaign_action_metrics",
            "link_metrics");

    @Test
    void everyTableHasItsPassAtLeastOnce(SharedKafka kafka) throws IOException {
        everyTableHasItsPass(kafka, kafka.worker(), 5);
    }

    @Test
    void everyTableHasItsPassExactlyOnce(SharedKafka kafka) throws IOException {
        everyTableHasItsPass(kafka, kafka.exactlyOnceWorker(), 1);
    }

    @Test
    void everyTableHasItsPassOnThePreviousRelease(SharedKafka kafka) throws IOException {
        everyTableHasItsPass(kafka, kafka.previousWorker(), 1);
    }

    @Test
    @EnabledIfSystemProperty(named = "chaos", matches = "true", disabledReason = "-Pchaos runs it")
    void everyTableHasItsPassExactlyOnceOnThePreviousRelease(SharedKafka kafka) throws IOException {
        everyTableHasItsPass(kafka, kafka.previousExactlyOnceWorker(), 1);
    }

    private static void everyTableHasItsPass(SharedKafka kafka, ConnectWorker worker, int tasksMax) throws IOException {
        try (RefreshRun run = new RefreshRun(kafka, worker, "wider")) {
            run.props()
                    .with("tasks.max", tasksMax)
                    .with("app.api.requests.per.second", 10)
                    .with("tables", String.join(",", TABLES));
            fewParents(run);
            putAction(run, 5, 1, "same id");
            putAction(run, 8, 1, "same id");
            run.start();
            worker.rest().awaitRunning(run.connector, tasksMax);
            TABLES.forEach(run::awaitFirstPass);

            Map<String, JsonNode> actions = rows(run, "campaign_actions");
            assertThat(actions.keySet()).containsExactlyInAnyOrder("5/1", "8/1");
            assertThat(actions.get("5/1").path("name").asText()).isEqualTo("same id");
            assertThat(actions.get("5/1").path("body").isNull()).isTrue();
            assertThat(actions.get("5/1").path("_extra").isNull()).isTrue();
            assertThat(run.records("campaign_metrics").get(0).key().fieldNames())
                    .toIterable()
                    .containsExactly("campaign_id", "resolution", "period_start");
        }
    }

    private static void fewParents(RefreshRun run) {
        run.customerIo.lists().all().forEach(ApiList::clear);
        run.customerIo.wider().children().clear();
        run.customerIo.list("campaigns").put("{\"id\":5,\"name\":\"five\",\"state\":\"running\"}");
        run.customerIo.list("campaigns").put("{\"id\":8,\"name\":\"eight\",\"state\":\"running\"}");
        run.customerIo.list("broadcasts").put("{\"id\":2,\"name\":\"two\",\"state\":\"running\"}");
        run.customerIo.list("newsletters").put("{\"id\":72,\"name\":\"n\",\"sent_at\":1788048000}");
        run.customerIo.list("segments").put("{\"id\":7,\"name\":\"s\",\"state\":\"finished\"}");
        run.customerIo.list("transactional").put("{\"id\":3,\"name\":\"t\"}");
    }

    private static ApiList actions(RefreshRun run, long campaign) {
        return run.customerIo.wider().children(ChildTable.CAMPAIGN_ACTIONS, campaign);
    }

    private static void putAction(RefreshRun run, long campaign, int id, String name) {
        actions(run, campaign)
                .put("{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"type\":\"email\",\"body\":\"<p>secret</p>\"}");
    }

    /** The topic, folded by key. */
    private static Map<String, JsonNode> rows(RefreshRun run, String table) {
        Map<String, JsonNode> rows = new HashMap<>();
        run.topics()
                .latest(run.connector + "." + table)
                .forEach((key, record) -> rows.put(
                        key.path("campaign_id").asText() + "/" + key.path("id").asText(), record.value()));
        return rows;
    }
}
