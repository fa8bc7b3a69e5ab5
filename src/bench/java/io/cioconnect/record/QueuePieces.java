package io.cioconnect.record;

import io.cioconnect.testing.TestRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A record's way through the hand-over, on one thread: queued, taken, handed over. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class QueuePieces {
    private final RecordQueue queue = new RecordQueue(1_000, 1 << 20);

    @Benchmark
    public List<TrackedRecord> queued() throws InterruptedException {
        queue.putDelivery(TestRecord.delivery());
        return queue.take(Duration.ZERO);
    }
}
