package io.cioconnect.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs what is due when it is told to, on the caller's thread, in the order of due times. */
public final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {
    private final ManualClock clock;
    private final List<Task> tasks = new ArrayList<>();
    private boolean shutdown;

    public ManualScheduler(ManualClock clock) {
        this.clock = clock;
    }

    /** Moves the clock to each due time on the way and runs what is due then. */
    public void advance(Duration by) {
        Instant end = clock.instant().plus(by);
        runDue();
        for (Task next = earliest(); next != null && !next.due.isAfter(end); next = earliest()) {
            clock.advance(Duration.between(clock.instant(), next.due));
            runDue();
        }
        clock.advance(Duration.between(clock.instant(), end));
    }

    /** Runs what is due now, and what that makes due. */
    public void runDue() {
        for (Task next = earliest(); next != null && !next.due.isAfter(clock.instant()); next = earliest()) {
            remove(next);
            next.run();
        }
    }

    private synchronized Task earliest() {
        tasks.removeIf(Task::isCancelled);
        return tasks.stream().min(Comparator.comparing((Task task) -> task.due)).orElse(null);
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    @Override
    public synchronized void execute(Runnable command) {
        tasks.add(newTask(command, Duration.ZERO));
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Task task = newTask(command, Duration.of(delay, unit.toChronoUnit()));
        tasks.add(task);
        return task;
    }

    private Task newTask(Runnable command, Duration delay) {
        if (shutdown) {
            throw new RejectedExecutionException("shut down");
        }
        return new Task(command, clock.instant().plus(delay));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initial, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutdown;
    }

    @Override
    public synchronized boolean isTerminated() {
        return shutdown && tasks.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final Instant due;

        Task(Runnable command, Instant due) {
            super(command, null);
            this.due = due;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(clock.instant(), due));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
