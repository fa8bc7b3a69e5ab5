package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** What lives on a worker's heap while it works: measured after full collections. One thread. */
final class ObservedHeap implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final WorkerVitals worker;
    private final List<Long> megabytes = new ArrayList<>();

    /** @param port of {@link WorkerVitals#visible} */
    ObservedHeap(int port) throws IOException {
        worker = new WorkerVitals(port);
    }

    /** Measures until the condition is met. */
    void until(String what, Duration atMost, Callable<Boolean> condition) {
        Instant[] next = {Instant.EPOCH};
        Awaitility.await(what)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    if (Instant.now().isAfter(next[0])) {
                        megabytes.add(worker.heapInUse());
                        next[0] = Instant.now().plus(EVERY);
                    }
                    return condition.call();
                });
        megabytes.add(worker.heapInUse());
    }

    /** The second half of the work holds no more than the first, but for what a JVM goes on learning. */
    void assertFlat(int moreMegabytes) {
        int half = megabytes.size() / 2;
        assertThat(max(megabytes.subList(half, megabytes.size())))
                .as("MiB after full collections: %s", megabytes)
                .isLessThanOrEqualTo(max(megabytes.subList(0, half)) + moreMegabytes);
    }

    private static long max(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    @Override
    public String toString() {
        return "MiB after full collections " + megabytes;
    }

    @Override
    public void close() throws IOException {
        worker.close();
    }
}
