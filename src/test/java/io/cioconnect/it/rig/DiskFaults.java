package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.NodeProcess;
import io.cioconnect.simulator.ApiList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A disk without room, for the broker's logs and for the file that a large pass of a worker goes to. The system's limit on the size of a file stands
 * in for the disk: it fails the same writes, in one process only, and can be lifted again. Where there is no such limit nothing happens, and the
 * figures say so.
 */
final class DiskFaults {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final String UNLIMITED = "unlimited";

    /** A broker without a directory for its logs ends by itself. */
    private static final Duration TO_END = Duration.ofSeconds(20);

    private static final Duration TO_FAIL = Duration.ofSeconds(20);

    /** More than stays in memory, and more than fits below the limit. */
    private static final int LARGE_ROWS = 160;

    private static final String LARGE = "x".repeat(40_000);
    private static final long ROOM = 1 << 20;
    private static final long LARGEST_LOG = 3 << 20;
    private static final String TOLD = "cannot write to a temporary file";

    private final Rig rig;

    private DiskFaults(Rig rig) {
        this.rig = rig;
    }

    static List<FaultKind> of(Rig rig) {
        DiskFaults faults = new DiskFaults(rig);
        return List.of(
                FaultKind.of("disk-full-broker", "broker", faults::brokersDisk),
                FaultKind.of("disk-full-worker", "api", draw -> faults.workersDisk()));
    }

    private Runnable brokersDisk(int draw) {
        Broker broker = rig.brokers.one(draw);
        if (!limit(broker, "1")) {
            rig.effects.saw("broker's disk not filled: no prlimit");
            return () -> {};
        }
        return () -> {
            try {
                await("the broker ends").atMost(TO_END).until(() -> !broker.isAlive());
                rig.effects.saw("broker ended without room");
                Patience.start(rig.brokers);
            } catch (ConditionTimeoutException goesOn) {
                rig.effects.saw("broker lived on without room");
                limit(broker, UNLIMITED);
            }
        };
    }

    /** A list becomes too large for memory, and then smaller again. */
    private Runnable workersDisk() {
        List<ConnectWorker> limited = new ArrayList<>();
        for (ConnectWorker worker : rig.workers) {
            long log = worker.log().length();
            if (log < LARGEST_LOG && limit(worker, Long.toString(log + ROOM))) {
                limited.add(worker);
            }
        }
        if (limited.isEmpty()) {
            rig.effects.saw("worker's disk not filled: no prlimit, or the log is too long");
            return () -> {};
        }
        int before = told();
        ApiList list = rig.customerIo.list("segments");
        List<String> added = new ArrayList<>();
        for (int i = 0; i < LARGE_ROWS; i++) {
            String id = Integer.toString(1_000_000 + i);
            list.put(JsonNodeFactory.instance
                    .objectNode()
                    .put("id", 1_000_000 + i)
                    .put("description", LARGE));
            added.add(id);
        }
        return () -> {
            try {
                await("a pass fails").atMost(TO_FAIL).until(() -> told() > before);
                rig.effects.saw("a pass failed without room");
            } catch (ConditionTimeoutException none) {
                rig.effects.saw("no pass failed for want of room");
            }
            list.removeAll(added);
            limited.forEach(worker -> limit(worker, UNLIMITED));
        };
    }

    private int told() {
        return rig.workers.stream()
                .mapToInt(worker -> worker.log().split(TOLD, -1).length - 1)
                .sum();
    }

    /** Changes the soft limit; false where that cannot be done. */
    private static boolean limit(NodeProcess process, String bytes) {
        OptionalLong pid = process.pid();
        if (pid.isEmpty() || !Files.isExecutable(PRLIMIT)) {
            return false;
        }
        try {
            Process prlimit = new ProcessBuilder(
                            PRLIMIT.toString(), "--pid", Long.toString(pid.getAsLong()), "--fsize=" + bytes + ":")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return prlimit.waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
