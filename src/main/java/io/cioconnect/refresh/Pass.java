package io.cioconnect.refresh;

import io.cioconnect.record.RecordQueue;
import io.cioconnect.sync.Outcomes;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.RecordGroup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** One pass under way: when it began, how long it may take, and what became of its records. Asked by any thread. */
final class Pass implements RecordGroup {
    /** A task that was not polled for that long was paused, or Kafka did not take its records. */
    private static final Duration SHORTEST_STALL = Duration.ofSeconds(5);

    private final Instant start;
    private final Duration timeout;
    private final Duration interval;
    private final InstantSource clock;
    private final RecordQueue queue;
    private final long stallsBefore;
    private final Outcomes outcomes = new Outcomes();

    /**
     * @param timeout the longest it may take
     * @param interval a list that was kept waiting for that long is not written any more
     */
    Pass(Instant start, Duration timeout, Duration interval, InstantSource clock, RecordQueue queue) {
        this.start = start;
        this.timeout = timeout;
        this.interval = interval.compareTo(SHORTEST_STALL) < 0 ? SHORTEST_STALL : interval;
        this.clock = clock;
        this.queue = queue;
        this.stallsBefore = queue.now();
    }

    @Override
    public Instant start() {
        return start;
    }

    @Override
    public Outcomes outcomes() {
        return outcomes;
    }

    @Override
    public boolean isOutdated() {
        return isOverdue() || queue.wasStalledSince(stallsBefore, interval);
    }

    void requireInTime() throws PassFailedException {
        if (isOverdue()) {
            throw new PassFailedException("it took longer than refresh.pass.timeout.ms (" + timeout.toMillis() + ")");
        }
        if (isOutdated()) {
            throw new PassFailedException("the task was paused or blocked for longer than the table's interval");
        }
    }

    /** Waits until the outcome of every record handed over is known, however long Kafka takes. */
    void awaitAll() throws InterruptedException, PassFailedException {
        try {
            outcomes.awaitAll();
        } catch (PassFailedException e) {
            requireInTime(); // says why the rest was given up
            throw e;
        }
    }

    private boolean isOverdue() {
        return Duration.between(start, clock.instant()).compareTo(timeout) > 0;
    }
}
