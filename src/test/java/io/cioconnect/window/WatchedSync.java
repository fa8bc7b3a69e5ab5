package io.cioconnect.window;

import io.cioconnect.api.AppApiException;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.Sync;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A sync of which a model run knows on which thread it runs, and what became of its turns. */
final class WatchedSync implements Sync {
    private final Sync sync;
    private volatile Thread thread = Thread.currentThread(); // until there is a turn
    private final AtomicInteger complete = new AtomicInteger();
    private volatile String failure = "";

    WatchedSync(Sync sync) {
        this.sync = sync;
    }

    /** Whether it waits until Kafka has what it handed over. */
    boolean isWaitingForKafka() {
        if (thread.getState() != Thread.State.WAITING) {
            return false;
        }
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals("awaitAll")) {
                return true;
            }
        }
        return false;
    }

    /** After the loop was closed. */
    void awaitEnd() throws InterruptedException {
        if (thread != Thread.currentThread()) {
            thread.join();
        }
    }

    /** Turns that ended a read or had nothing to do, since the last time this was asked. */
    int complete() {
        return complete.getAndSet(0);
    }

    /** Of the turns since the last time this was asked; empty if none failed. */
    String failure() {
        String since = failure;
        failure = "";
        return since;
    }

    @Override
    public Turn run(Instant start, BetweenCalls others)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        thread = Thread.currentThread();
        Turn turn = sync.run(start, others);
        if (turn == Turn.COMPLETE || turn == Turn.NOTHING) {
            complete.incrementAndGet();
        }
        return turn;
    }

    @Override
    public void failed(String reason) {
        failure = reason;
        sync.failed(reason);
    }

    @Override
    public String name() {
        return sync.name();
    }

    @Override
    public Duration interval() {
        return sync.interval();
    }

    @Override
    public Instant lastStart() {
        return sync.lastStart();
    }

    @Override
    public String remembered() {
        return sync.remembered();
    }

    @Override
    public Optional<String> concern() {
        return sync.concern();
    }

    @Override
    public boolean isShort() {
        return sync.isShort();
    }

    @Override
    public boolean starting(boolean wasDue) {
        return sync.starting(wasDue);
    }

    @Override
    public void due(Instant at) {
        sync.due(at);
    }
}
