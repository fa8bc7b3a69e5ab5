package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists as large as they may be, on real workers. Prints rows per second and the heap that was used. */
@ExtendWith(KafkaExtension.class)
final class LargeListChaos {
    private static final String TABLE = "campaigns";
    private static final int VANISHED = 1_000;

    @Test
    void twoHundredThousandRowsPassThroughASmallHeap(SharedKafka kafka) throws IOException {
        int rows = 200_000;
        String name = kafka.unique("small-heap");
        Path log = BuildOutput.logs().resolve(name + "-gc.log");
        Files.deleteIfExists(log);
        WorkerSettings settings =
                WorkerSettings.named(name).withHeap("256m").withJvmOption("-Xlog:gc:file=" + log + ":uptime");
        try (ConnectWorker worker = kafka.newWorker(settings)) {
            worker.start();
            try (RefreshRun run = largeList(kafka, worker, rows)) {
                run.props().with("refresh.interval.ms", 3_600_000);
                run.start();
                run.awaitFirstPass(TABLE);

                JsonNode pass = run.passes(TABLE).get(0);
                assertThat(pass.path("rows").asInt()).isEqualTo(rows);
                assertThat(run.count(TABLE)).isEqualTo(new RefreshRun.Count(rows, 0));
                worker.rest().awaitRunning(run.connector, 1);
                print(rows + " rows at -Xmx256m", pass);
                System.out.println("heap: " + Heap.of(log));
            }
        }
    }

    @Test
    void aThousandRowsLessAreAThousandTombstones(SharedKafka kafka) throws IOException {
        try (RefreshRun run = largeList(kafka, kafka.worker(), 100_000)) {
            run.start();
            run.awaitFirstPass(TABLE);
            removeSome(run);
            run.awaitPasses(TABLE, 1);
            run.awaitPasses(TABLE, 1);
            assertOnlyTheseVanished(run, "in one life");
        }
    }

    @Test
    void aThousandRowsLessAreAThousandTombstonesAlsoAfterAKill(SharedKafka kafka) throws IOException {
        try (ConnectWorker worker = kafka.newWorker(WorkerSettings.named(kafka.unique("killed-between")))) {
            worker.start();
            try (RefreshRun run = largeList(kafka, worker, 100_000)) {
                run.props().with("refresh.interval.ms", 3_600_000).with("refresh.on.start", true);
                run.start();
                run.awaitFirstPass(TABLE);
                Awaitility.await("the pass is stored").until(() -> run.storedPasses() == 1);
                worker.kill();
                removeSome(run);
                worker.start();
                run.awaitPasses(TABLE, 1);
                assertOnlyTheseVanished(run, "killed between the passes");
            }
        }
    }

    private static RefreshRun largeList(SharedKafka kafka, ConnectWorker worker, int rows) throws IOException {
        RefreshRun run = new RefreshRun(kafka, worker, "large");
        run.props().with("tables", TABLE);
        run.customerIo.list(TABLE).generate(rows);
        return run;
    }

    private static void removeSome(RefreshRun run) {
        List<String> ids = run.customerIo.list(TABLE).ids();
        run.customerIo.list(TABLE).removeAll(ids.subList(50_000, 50_000 + VANISHED));
    }

    private static void assertOnlyTheseVanished(RefreshRun run, String how) {
        List<JsonNode> passes = run.passes(TABLE);
        JsonNode last = passes.get(passes.size() - 1);
        assertThat(last.path("rows").asInt()).isEqualTo(99_000);
        assertThat(passes.stream()
                        .mapToInt(pass -> pass.path("deleted").asInt())
                        .sum())
                .isEqualTo(VANISHED);
        assertThat(run.count(TABLE).tombstones()).as("by one or two passes").isIn((long) VANISHED, 2L * VANISHED);
        print("100000 rows and 1000 fewer, " + how, last);
    }

    private static void print(String what, JsonNode pass) {
        long millis =
                pass.path("finished_at").asLong() - pass.path("started_at").asLong();
        long rows = pass.path("rows").asLong();
        System.out.printf(
                "%s: a pass of %d rows took %d ms, %d rows/s%n", what, rows, millis, rows * 1000 / Math.max(1, millis));
    }

    /** The peaks in MB that the collector noted: what was in use, and what lived on after the whole heap was cleared. */
    private record Heap(long usedMegabytes, long liveMegabytes) {
        private static final Pattern USED = Pattern.compile("Pause .* (\\d+)M->\\d+M\\(\\d+M\\)");
        private static final Pattern LIVE = Pattern.compile("Pause Full .*->(\\d+)M\\(\\d+M\\)");

        static Heap of(Path log) throws IOException {
            List<String> lines = Files.readAllLines(log);
            return new Heap(peak(lines, USED), peak(lines, LIVE));
        }

        private static long peak(List<String> lines, Pattern megabytes) {
            return lines.stream()
                    .map(megabytes::matcher)
                    .filter(Matcher::find)
                    .mapToLong(line -> Long.parseLong(line.group(1)))
                    .max()
                    .orElseThrow();
        }
    }
}
