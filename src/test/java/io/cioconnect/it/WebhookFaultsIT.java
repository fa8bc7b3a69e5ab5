package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicReader;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.DeliveryChecker.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Steady load and a fault: nothing answered 200 is missing from Kafka, no more copies than attempts, no answer that costs an hour but
 * refused connections while no process lived, no sender that waited in vain, and the backlog drains. {@code -Pchaos} runs the long counts.
 */
@ExtendWith(KafkaExtension.class)
final class WebhookFaultsIT {
    private static final boolean CHAOS = Boolean.getBoolean("chaos");
    private static final int KILLS = CHAOS ? 20 : 3;
    private static final List<Duration> OUTAGES = CHAOS
            ? List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(60))
            : List.of(Duration.ofSeconds(2), Duration.ofSeconds(10));

    /** A worker does not start before the transaction that a killed one left open was given up: Connect's own 60 s are long. */
    private static final Map<String, String> SHORT_TRANSACTIONS =
            Map.of("producer.override.transaction.timeout.ms", "10000");

    @Test
    void killedWorkersLoseNothing(SharedKafka kafka) throws InterruptedException {
        killedWorkersLoseNothing(kafka, WorkerSettings.named(kafka.unique("killed")), KILLS, Map.of());
    }

    @Test
    void killedExactlyOnceWorkersLoseNothing(SharedKafka kafka) throws InterruptedException {
        killedWorkersLoseNothing(
                kafka,
                WorkerSettings.named(kafka.unique("killed-exactly-once")).withExactlyOnce(),
                CHAOS ? KILLS : 1,
                SHORT_TRANSACTIONS);
    }

    private static void killedWorkersLoseNothing(
            SharedKafka kafka, WorkerSettings settings, int kills, Map<String, String> overrides)
            throws InterruptedException {
        try (ConnectWorker worker = kafka.newWorker(settings)) {
            worker.start();
            try (DeliveryRun run = new DeliveryRun(settings.name(), worker, kafka.topics(), overrides)) {
                run.startLoad();
                for (int kill = 0; kill < kills; kill++) {
                    run.awaitConfirmed(30);
                    Instant killed = Instant.now();
                    worker.kill();
                    worker.start();
                    run.awaitReady();
                    run.wasDown(killed, Instant.now());
                }
                run.awaitConfirmed(30);
                print("worker killed " + kills + " times", run.end());
            }
        }
    }

    @Test
    void restartsUpdatesAndPausesCostNoHour(SharedKafka kafka) throws InterruptedException {
        ConnectWorker worker = kafka.worker();
        String connector = kafka.unique("restarted");
        try (DeliveryRun run = new DeliveryRun(connector, worker, kafka.topics())) {
            run.startLoad();
            run.awaitConfirmed(20);
            worker.rest().restartTask(connector, 0);
            run.awaitConfirmed(20);
            worker.rest().restart(connector);
            run.awaitConfirmed(20);
            worker.rest()
                    .put(
                            connector,
                            run.props().with("webhook.max.in.flight", 100).toMap());
            run.awaitConfirmed(20);
            worker.rest().pause(connector);
            worker.rest().resume(connector);
            run.awaitConfirmed(20);
            worker.rest().stop(connector);
            worker.rest().resume(connector);
            run.awaitConfirmed(20);
            Report report = run.end();
            print("restarts, update, pause, stop", report);
            assertThat(report.oneHourAnswers()).isZero();
        }
        worker.rest().delete(connector);
    }

    @Test
    void brokerOutagesCostNoHour(SharedKafka kafka) throws InterruptedException {
        brokerOutagesCostNoHour(kafka, WorkerSettings.named(kafka.unique("outage")), Map.of());
    }

    @Test
    @EnabledIfSystemProperty(named = "chaos", matches = "true", disabledReason = "-Pchaos runs it")
    void brokerOutagesCostNoHourExactlyOnceEither(SharedKafka kafka) throws InterruptedException {
        brokerOutagesCostNoHour(
                kafka,
                WorkerSettings.named(kafka.unique("outage-exactly-once"))
                        .withExactlyOnce()
                        // as the README says: a worker that leaves its group at once has its tasks started anew, and
                        // such a
                        // start waits in Connect for transactions that the outage left open
                        .with("session.timeout.ms", "45000")
                        .with("heartbeat.interval.ms", "15000"),
                SHORT_TRANSACTIONS);
    }

    private static void brokerOutagesCostNoHour(
            SharedKafka kafka, WorkerSettings settings, Map<String, String> overrides) throws InterruptedException {
        try (Broker broker = kafka.newBroker(settings.name() + "-broker", Map.of())) {
            broker.start();
            try (ConnectWorker worker = kafka.newWorker(broker, settings)) {
                worker.start();
                try (DeliveryRun run = new DeliveryRun(
                        settings.name(), worker, new TopicReader(broker.bootstrapServers()), overrides)) {
                    run.startLoad();
                    for (Duration outage : OUTAGES) {
                        run.awaitConfirmed(20);
                        stopFor(outage, broker);
                    }
                    run.awaitConfirmed(20);
                    Report report = run.end();
                    print("broker stopped for " + OUTAGES, report);
                    assertThat(report.oneHourAnswers()).isZero();
                }
            }
        }
    }

    private static void stopFor(Duration outage, Broker broker) {
        broker.stop();
        Instant up = Instant.now().plus(outage);
        Awaitility.await("the broker is down for " + outage)
                .atMost(outage.plusSeconds(30))
                .until(() -> Instant.now().isAfter(up));
        broker.start();
    }

    private static void print(String fault, Report report) {
        System.out.printf(
                "%s: confirmed %d, attempts by outcome %s, duplicates %d, one-hour answers %d%n",
                fault, report.confirmed(), report.outcomes(), report.duplicates(), report.oneHourAnswers());
    }
}
