package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.ChildTable;
import io.cioconnect.simulator.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Actions that come, change and go, and campaigns that fail, vanish and return, on real workers that are killed in a pass. */
@ExtendWith(KafkaExtension.class)
final class ChildRulesIT {
    private static final String TABLE = "campaign_actions";

    @Test
    void atLeastOnceWithTasksOfTheirOwn(SharedKafka kafka) throws IOException {
        topicFollowsCampaignsAndActions(
                kafka, WorkerSettings.named(kafka.unique("children")).hurried(), 5);
    }

    @Test
    void exactlyOnceInOneTask(SharedKafka kafka) throws IOException {
        topicFollowsCampaignsAndActions(
                kafka,
                WorkerSettings.named(kafka.unique("children-exactly-once"))
                        .hurried()
                        .withExactlyOnce(),
                1);
    }

    private static void topicFollowsCampaignsAndActions(SharedKafka kafka, WorkerSettings settings, int tasksMax)
            throws IOException {
        try (ConnectWorker worker = kafka.newWorker(settings)) {
            worker.start();
            try (RefreshRun run = new RefreshRun(kafka, worker, "children")) {
                run.props()
                        .with("tasks.max", tasksMax)
                        .with("tables", "campaigns,segments,segment_usage," + TABLE)
                        .with("refresh.deletes.max.fraction", 1)
                        // exactly once, the next task waits until the transaction of the killed one was given up
                        .with("producer.override.transaction.timeout.ms", 10_000);
                startWithTwoCampaigns(run);
                actionsChange(run);
                aCampaignFails(run);
                aWorkerIsKilledInAPass(run, worker);
                aCampaignIsGoneAndReturns(run);
            }
        }
    }

    private static void startWithTwoCampaigns(RefreshRun run) {
        run.customerIo.list("campaigns").clear();
        run.customerIo.wider().children().clear();
        putCampaign(run, 5);
        putCampaign(run, 8);
        put(run, 5, 1, "one");
        put(run, 5, 2, "two");
        put(run, 8, 1, "the same id elsewhere");
        run.start();
        run.awaitFirstPass(TABLE);
        assertThat(names(run)).isEqualTo(Map.of("5/1", "one", "5/2", "two", "8/1", "the same id elsewhere"));
    }

    private static void actionsChange(RefreshRun run) {
        actions(run, 5).remove("1");
        put(run, 5, 2, "changed");
        put(run, 5, 3, "added");
        run.awaitPasses(TABLE, 1);
        assertThat(names(run)).isEqualTo(Map.of("5/2", "changed", "5/3", "added", "8/1", "the same id elsewhere"));
    }

    private static void aCampaignFails(RefreshRun run) {
        run.customerIo.faults().always("/v1/campaigns/5/actions", Fault.html(400));
        actions(run, 5).remove("2");
        actions(run, 8).remove("1");
        put(run, 8, 2, "beside a campaign that fails");
        JsonNode marker = run.awaitPasses(TABLE, 1);
        assertThat(marker.path("parents_failed").asLong()).isEqualTo(1);
        assertThat(names(run))
                .isEqualTo(Map.of("5/2", "changed", "5/3", "added", "8/2", "beside a campaign that fails"));
        run.customerIo.faults().clear();
        assertThat(run.awaitPasses(TABLE, 1).path("parents_failed").asLong()).isZero();
        assertThat(names(run)).isEqualTo(Map.of("5/3", "added", "8/2", "beside a campaign that fails"));
    }

    private static void aWorkerIsKilledInAPass(RefreshRun run, ConnectWorker worker) {
        put(run, 5, 4, "read by the pass that is cut off");
        awaitCall(run, 5);
        run.customerIo.faults().always("/v1/campaigns/8/actions", Fault.hang());
        awaitCall(run, 8);
        worker.kill();
        run.customerIo.faults().clear();
        run.customerIo.releaseHanging();
        actions(run, 5).remove("4");
        actions(run, 8).remove("2");
        put(run, 8, 3, "while no worker ran");
        worker.start();
        run.awaitPasses(TABLE, 2);
        assertThat(names(run)).isEqualTo(Map.of("5/3", "added", "8/3", "while no worker ran"));
    }

    private static void aCampaignIsGoneAndReturns(RefreshRun run) {
        run.customerIo.faults().always("/v1/campaigns/8/actions", Fault.html(404));
        assertThat(run.awaitPasses(TABLE, 1).path("parents_failed").asLong()).isZero();
        assertThat(names(run)).isEqualTo(Map.of("5/3", "added"));
        run.customerIo.faults().clear();
        run.awaitPasses(TABLE, 1);
        assertThat(names(run)).isEqualTo(Map.of("5/3", "added", "8/3", "while no worker ran"));
        run.customerIo.list("campaigns").remove("5");
        run.awaitPasses(TABLE, 1);
        assertThat(names(run)).isEqualTo(Map.of("8/3", "while no worker ran"));
    }

    private static void awaitCall(RefreshRun run, long campaign) {
        String path = "/v1/campaigns/" + campaign + "/actions";
        int before = run.customerIo.requests().of(path).size();
        Awaitility.await("a pass at campaign " + campaign)
                .atMost(Duration.ofMinutes(1))
                .until(() -> run.customerIo.requests().of(path).size() > before);
    }

    private static void putCampaign(RefreshRun run, long id) {
        run.customerIo.list("campaigns").put("{\"id\":" + id + ",\"name\":\"c\",\"state\":\"running\"}");
    }

    private static ApiList actions(RefreshRun run, long campaign) {
        return run.customerIo.wider().children(ChildTable.CAMPAIGN_ACTIONS, campaign);
    }

    private static void put(RefreshRun run, long campaign, int id, String name) {
        actions(run, campaign).put("{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"type\":\"email\"}");
    }

    /** The names in the topic, folded by key. */
    private static Map<String, String> names(RefreshRun run) {
        Map<String, String> names = new TreeMap<>();
        run.topics()
                .latest(run.connector + "." + TABLE)
                .forEach((key, record) -> names.put(
                        key.path("campaign_id").asText() + "/" + key.path("id").asText(),
                        record.value().path("name").asText()));
        return names;
    }
}
