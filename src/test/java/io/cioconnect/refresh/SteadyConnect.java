package io.cioconnect.refresh;

import io.cioconnect.record.TrackedRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** A Connect without trouble, played by the test's thread: whatever is handed over is in Kafka at once, and its offset stored. */
final class SteadyConnect {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SteadyConnect() {}

    /** Plays on until the pass is over and returns its marker, or throws what it threw. */
    static PassMarker complete(Future<PassMarker> pass, FakeConnect connect) throws Exception {
        playUntil(pass::isDone, connect);
        try {
            return pass.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    static void playUntil(BooleanSupplier enough, FakeConnect connect) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still not done after " + PATIENCE);
            }
            play(connect.poll(Duration.ofMillis(5)), connect);
        }
    }

    private static void play(List<TrackedRecord> records, FakeConnect connect) {
        for (TrackedRecord record : records) {
            connect.send(record);
        }
        while (connect.appendOne()) {
            connect.acknowledgeOne();
        }
        connect.flush(partition -> true);
    }
}
