package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.JudgedTable.Kill;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.ChangingLists;
import io.cioconnect.simulator.SteadyLoad;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lists that change all the time, and a worker that is killed at random points of their passes: after the next complete passes the topics equal
 * the API, and no row was ever deleted that was listed. {@code -Pchaos} runs the long counts.
 */
@ExtendWith(KafkaExtension.class)
final class RefreshKilledIT {
    private static final long SEED = 20_261_121;
    private static final boolean CHAOS = Boolean.getBoolean("chaos");
    private static final int CHANGES_PER_SECOND = 40;

    @Test
    void atLeastOnce(SharedKafka kafka) throws IOException {
        topicsEqualTheApiAfterEachKill(
                kafka, WorkerSettings.named(kafka.unique("refresh-killed")), CHAOS ? 50 : 2, true);
    }

    @Test
    void exactlyOnce(SharedKafka kafka) throws IOException {
        topicsEqualTheApiAfterEachKill(
                kafka,
                WorkerSettings.named(kafka.unique("refresh-killed-exactly-once"))
                        .withExactlyOnce(),
                CHAOS ? 50 : 1,
                false);
    }

    private static void topicsEqualTheApiAfterEachKill(
            SharedKafka kafka, WorkerSettings settings, int count, boolean canLoseOffsets) throws IOException {
        try (ConnectWorker worker = kafka.newWorker(settings)) {
            worker.start();
            try (RefreshRun run = new RefreshRun(kafka, worker, "killed")) {
                ChangingLists lists = new ChangingLists(SEED);
                List<JudgedTable> tables = tables(run, lists);
                Random random = new Random(SEED);
                List<Kill> kills = new ArrayList<>();
                int inPasses = 0;
                for (int kill = 0; kill < count; kill++) {
                    boolean emitAll = kill < (count + 1) / 2;
                    if (kill == 0 || kill == (count + 1) / 2) {
                        run.props().with("refresh.emit", emitAll ? "all" : "changes");
                        run.start();
                    }
                    SteadyLoad changes = lists.start(CHANGES_PER_SECOND);
                    awaitRecords(tables, 1 + random.nextInt(emitAll ? 4000 : 100));
                    worker.kill();
                    Instant killed = Instant.now();
                    inPasses += tables.stream().anyMatch(JudgedTable::isUnderWay) ? 1 : 0;
                    kills.add(new Kill(killed, canLoseOffsets, lastFlushButOne(run, settings.group())));
                    worker.start();
                    changes.close();
                    assertThat(lists.count()).isGreaterThan(10L * (kill + 1));
                    awaitCompletePasses(run);
                    for (JudgedTable table : tables) {
                        table.assertEqualsApi(kills);
                    }
                }
                assertThat(inPasses).as("kills in a pass").isPositive();
                print(settings, count, inPasses, tables);
            }
        }
    }

    private static List<JudgedTable> tables(RefreshRun run, ChangingLists lists) {
        run.props()
                .with("tables", "campaigns,newsletters,snippets")
                // exactly once, the next task waits until the transaction of the killed one was given up
                .with("producer.override.transaction.timeout.ms", 10_000)
                .with("topic.creation.default.message.timestamp.type", "LogAppendTime");
        lists.add(run.customerIo.list("campaigns"), 1500);
        lists.add(run.customerIo.list("newsletters"), 350);
        lists.add(run.customerIo.list("snippets"), 300);
        List<JudgedTable> tables = List.of(
                new JudgedTable(run, "campaigns", false),
                new JudgedTable(run, "newsletters", true),
                new JudgedTable(run, "snippets", false));
        run.customerIo.onPage(page -> tables.forEach(table -> table.served(page)));
        return tables;
    }

    private static void awaitRecords(List<JudgedTable> tables, int atLeast) {
        int[] seen = new int[1];
        Awaitility.await(atLeast + " more records")
                .atMost(Duration.ofMinutes(2))
                .until(() -> {
                    tables.forEach(table -> seen[0] += table.readOn());
                    return seen[0] >= atLeast;
                });
    }

    /** As many as make good what a crash left: two for the list of pages. */
    private static void awaitCompletePasses(RefreshRun run) {
        run.awaitPasses("newsletters", 2);
        run.awaitPasses("campaigns", 1);
        run.awaitPasses("snippets", 1);
    }

    /** When the last flush but one of the connector's offsets began. A flush writes many offsets; the next begins at least a second later. */
    private static Instant lastFlushButOne(RefreshRun run, String group) {
        TreeSet<Long> written = new TreeSet<>();
        run.topics().forEach(group + "-offsets", record -> written.add(record.timestamp()));
        long last = 0;
        long lastButOne = 0;
        for (long time : written) {
            if (time - last > 900) {
                lastButOne = last;
                last = time;
            }
        }
        return Instant.ofEpochMilli(lastButOne);
    }

    private static void print(WorkerSettings settings, int kills, int inPasses, List<JudgedTable> tables) {
        System.out.printf(
                "%s, seed %d: %d kills, %d of them in a pass; %d passes, %d records, %d deletes, %d rows of the one exception%n",
                settings.name(),
                SEED,
                kills,
                inPasses,
                tables.stream().mapToInt(JudgedTable::passes).sum(),
                tables.stream().mapToInt(table -> table.records).sum(),
                tables.stream().mapToInt(table -> table.deletes).sum(),
                tables.stream().mapToInt(table -> table.orphaned).sum());
    }
}
