package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.DeliveryChecker.Downtime;
import io.cioconnect.simulator.DeliveryChecker.Report;
import io.cioconnect.testing.ConnectorProps;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three workers behind a load balancer, and the task that receives moves from one to the other under steady load: nothing answered 200 is
 * missing from Kafka, no more copies than attempts, no answer that costs an hour, no sender that waited in vain, and the backlog drains.
 * {@code -Pchaos} goes round more often, and exactly once too.
 */
@ExtendWith(KafkaExtension.class)
final class WebhookRebalanceIT {
    private static final int ROUNDS = Boolean.getBoolean("chaos") ? 6 : 1;

    private final List<Downtime> kills = new ArrayList<>();

    @Test
    void workersThatJoinLeaveAndDieCostNeitherEventNorHour(SharedKafka kafka) throws Exception {
        workersJoinLeaveAndDie(kafka, WorkerSettings.named(kafka.unique("rebalanced")));
    }

    @Test
    @EnabledIfSystemProperty(named = "chaos", matches = "true", disabledReason = "-Pchaos runs it")
    void exactlyOnceWorkersThatJoinLeaveAndDieCostNeitherEventNorHour(SharedKafka kafka) throws Exception {
        workersJoinLeaveAndDie(
                kafka,
                WorkerSettings.named(kafka.unique("rebalanced-exactly-once")).withExactlyOnce());
    }

    private void workersJoinLeaveAndDie(SharedKafka kafka, WorkerSettings settings)
            throws IOException, InterruptedException {
        String connector = settings.name();
        ConnectorProps props = ConnectorProps.eventTables(connector, 0, DeliveryRun.KEY)
                .with("webhook.listen.port", "${env:" + ConnectWorker.RECEIVER_PORT + "}");
        try (WorkerGroup group = new WorkerGroup(kafka, settings, 3);
                LoadBalancerStub balancer = new LoadBalancerStub(group.receivers())) {
            group.workers().get(0).start();
            try (DeliveryRun run = new DeliveryRun(
                    connector,
                    group.workers().get(0).rest(),
                    kafka.topics(),
                    props,
                    balancer.at("/webhooks/" + connector))) {
                run.startLoad();
                join(group.workers().get(1), group.workers().get(2));
                for (int round = 0; round < ROUNDS; round++) {
                    moveTheReceiver(run, group, connector);
                }
                run.awaitConfirmed(20);
                judge(run.end(), balancer);
            }
        }
    }

    /** Twice: its worker is stopped, and the next one killed. Both come back. */
    private void moveTheReceiver(DeliveryRun run, WorkerGroup group, String connector) {
        run.awaitConfirmed(20);
        ConnectWorker stopped = group.running(connector);
        stopped.stop();
        run.awaitConfirmed(20);
        stopped.launch();

        ConnectWorker killed = group.running(connector);
        assertThat(killed).as("the task has moved").isNotSameAs(stopped);
        Instant before = Instant.now();
        killed.kill();
        kills.add(new Downtime(before, Instant.now()));
        run.awaitConfirmed(20);
        killed.launch();
        stopped.awaitReady();
        killed.awaitReady();
    }

    private static void join(ConnectWorker... workers) {
        for (ConnectWorker worker : workers) {
            worker.launch();
        }
        for (ConnectWorker worker : workers) {
            worker.awaitReady();
        }
    }

    private void judge(Report report, LoadBalancerStub balancer) {
        System.out.printf(
                "task moved %d times: confirmed %d, attempts by outcome %s, duplicates %d, one-hour answers %d, cut by kills %d%n",
                2 * ROUNDS,
                report.confirmed(),
                report.outcomes(),
                report.duplicates(),
                report.oneHourAnswers(),
                balancer.broken().size());
        assertThat(report.oneHourAnswers()).isZero();
        assertThat(balancer.broken())
                .as("only a killed worker may leave a delivery without an answer")
                .allMatch(exchange -> kills.stream().anyMatch(kill -> kill.overlaps(exchange.from(), exchange.to())));
    }
}
