package io.cioconnect.sync;

import static org.awaitility.Awaitility.await;

import io.cioconnect.api.AppApiException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A polled table whose turns all end in the same way. */
final class SteadySync implements Sync {
    private final String name;
    private final Duration interval;
    private final Turn turn;
    private volatile @Nullable AppApiException failure;
    private final AtomicInteger turns = new AtomicInteger();
    private volatile Instant lastStart = Instant.EPOCH;
    private volatile Instant due = Instant.EPOCH;
    private boolean onStart;

    private SteadySync(String name, Duration interval, Turn turn, @Nullable AppApiException failure) {
        this.name = name;
        this.interval = interval;
        this.turn = turn;
        this.failure = failure;
    }

    static SteadySync ending(String name, Duration interval, Turn turn) {
        return new SteadySync(name, interval, turn, null);
    }

    static SteadySync failing(String name, Duration interval, AppApiException failure) {
        return new SteadySync(name, interval, Turn.COMPLETE, failure);
    }

    /** Its last turn began then, before the task started. */
    SteadySync lastStarted(Instant start) {
        lastStart = start;
        return this;
    }

    /** Whenever that was, it is due when the task starts. */
    SteadySync onStart() {
        onStart = true;
        return this;
    }

    /** From now on its turns end as if nothing had failed. */
    void recover() {
        failure = null;
    }

    /** What the status page shows. */
    Instant due() {
        return due;
    }

    int turns() {
        return turns.get();
    }

    void awaitTurns(int count) {
        await(count + " turns of " + name).until(() -> turns.get() >= count);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Optional<String> concern() {
        return Optional.empty();
    }

    @Override
    public Instant lastStart() {
        return lastStart;
    }

    @Override
    public String remembered() {
        return "nothing";
    }

    @Override
    public boolean isShort() {
        return true;
    }

    @Override
    public boolean starting(boolean wasDue) {
        return onStart;
    }

    @Override
    public Turn run(Instant start, BetweenCalls others) throws AppApiException {
        turns.incrementAndGet();
        AppApiException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        lastStart = start;
        return turn;
    }

    @Override
    public void due(Instant at) {
        due = at;
    }

    @Override
    public void failed(String reason) {}
}
