package io.cioconnect.testing;

import io.cioconnect.record.TrackedRecord;
import io.cioconnect.sync.PassMarker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** A Connect without trouble, played by the test's thread: whatever is handed over is in Kafka at once, and its offset stored. */
public final class SteadyConnect {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SteadyConnect() {}

    /** Plays on until the pass is over and returns its marker, or throws what it threw. */
    public static PassMarker complete(Future<PassMarker> pass, FakeConnect connect) throws Exception {
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

    /** The same, but offsets are stored only when the pass waits for it. */
    public static PassMarker completeWithFlushesOnDemand(
            Future<PassMarker> pass, PassThread thread, FakeConnect connect) throws Exception {
        while (!pass.isDone()) {
            append(connect.poll(Duration.ofMillis(5)), connect);
            if (thread.isAwaiting(connect.commits())) {
                connect.flush();
            }
        }
        return pass.get();
    }

    /** The same, but the offset of each record is stored before the pass hears that Kafka has it. */
    public static PassMarker completeWithFlushesFirst(Future<PassMarker> pass, FakeConnect connect) throws Exception {
        while (!pass.isDone()) {
            connect.poll(Duration.ofMillis(5)).forEach(connect::send);
            while (connect.appendOne()) {
                connect.acknowledgeOneAfterFlush();
            }
        }
        return pass.get();
    }

    /** The same, without storing any offset. */
    public static PassMarker completeWithoutFlush(Future<PassMarker> pass, PassThread thread, FakeConnect connect)
            throws Exception {
        while (!pass.isDone()) {
            append(connect.poll(Duration.ofMillis(5)), connect);
            if (thread.isAwaiting(connect.commits())) {
                throw new AssertionError("the pass waits for offsets to be stored");
            }
        }
        return pass.get();
    }

    public static void playUntil(BooleanSupplier enough, FakeConnect connect) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still not done after " + PATIENCE);
            }
            play(connect.poll(Duration.ofMillis(5)), connect);
        }
    }

    private static void append(List<TrackedRecord> records, FakeConnect connect) {
        records.forEach(connect::send);
        while (connect.appendOne()) {
            connect.acknowledgeOne();
        }
    }

    private static void play(List<TrackedRecord> records, FakeConnect connect) throws InterruptedException {
        append(records, connect);
        connect.flush();
    }
}
