package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.ConnectWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Clocks of the workers that are set back, and right again a while later. libfaketime, where it is installed, answers a worker's questions for the
 * time of day, but not for the time that has passed, which no clock of a real machine turns back either. It looks every second for what a
 * file says. Elsewhere nothing happens, and the figures say so.
 */
final class WorkerClocks {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    /** Below what a producer's and a transaction's time-outs take for a standstill: to set the clock right is a leap, too. */
    private static final int MOST_SECONDS_BEHIND = 45;

    private static final int FEWEST_SECONDS_BEHIND = 5;
    private static final Duration TO_BE_READ = Duration.ofSeconds(5);

    private final Path directory;
    private final Optional<Path> library =
            LIBRARIES.stream().filter(Files::exists).findFirst();

    WorkerClocks(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** What a worker has to be started with, its clock being right. */
    Map<String, String> environment(int number) {
        return library.map(path -> {
                    set(number, 0);
                    return Map.of(
                            "LD_PRELOAD", path.toString(),
                            "FAKETIME_TIMESTAMP_FILE", file(number).toString(),
                            "FAKETIME_CACHE_DURATION", "1",
                            "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                            // or else each timed wait of the JVM ends at once, and it waits in a loop
                            "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                            "NO_FAKE_STAT", "1");
                })
                .orElse(Map.of());
    }

    List<FaultKind> kinds(Rig rig) {
        List<FaultKind> kinds = new ArrayList<>();
        for (int number = 1; number <= rig.workers.size(); number++) {
            int which = number;
            kinds.add(FaultKind.of(
                            "worker-clock-back-" + number, Faults.worker(number), draw -> setBack(rig, which, draw))
                    .holdingUp());
        }
        return kinds;
    }

    private Runnable setBack(Rig rig, int number, int draw) {
        if (library.isEmpty()) {
            rig.effects.saw("worker's clock not set back: no libfaketime");
            return () -> {};
        }
        int seconds = FEWEST_SECONDS_BEHIND + draw % (MOST_SECONDS_BEHIND - FEWEST_SECONDS_BEHIND + 1);
        ConnectWorker worker = rig.workers.get(number - 1);
        set(number, seconds);
        return () -> {
            try {
                await("the worker's clock is behind")
                        .atMost(TO_BE_READ)
                        .until(() -> isBehind(worker, FEWEST_SECONDS_BEHIND - 2));
                rig.effects.saw("worker's clock set back");
            } catch (ConditionTimeoutException unseen) {
                rig.effects.saw("worker's clock set back, and nobody there to be asked for the time");
            }
            set(number, 0);
        };
    }

    /** By the date with which it answers. */
    private static boolean isBehind(ConnectWorker worker, int seconds) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) worker.rest().address().toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            try {
                long date = connection.getHeaderFieldDate("Date", Long.MAX_VALUE);
                return date < Instant.now().minusSeconds(seconds).toEpochMilli();
            } finally {
                connection.disconnect();
            }
        } catch (IOException noAnswer) {
            return false;
        }
    }

    private Path file(int number) {
        return directory.resolve("clock-" + number);
    }

    private void set(int number, int behind) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ReplacedFile.write(file(number), "-" + behind);
    }
}
