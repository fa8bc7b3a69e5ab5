package io.cioconnect.pace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deadlines of which nearly all are cancelled in time, and which are set in about the order in which they come. One timer serves them all:
 * it is set for the first, and when it fires, for the first that is left. A timer for each would cost more than the work it guards.
 *
 * <p>Thread-safe. An action runs on the timer's thread, once, unless it was cancelled before.
 */
public final class Deadlines {
    private static final Logger log = LoggerFactory.getLogger(Deadlines.class);

    private final Timer timer;
    private final LongSupplier nanoTime;
    private final Deque<Deadline> waiting = new ArrayDeque<>(); // guarded by this, as the next two
    private boolean isTimed;
    private long timedFor;

    /** Runs a task later, on a thread of its own. */
    @FunctionalInterface
    public interface Timer {
        void schedule(Runnable task, long delay, TimeUnit unit);
    }

    /**
     * On the scheduler's thread.
     *
     * @param nanoTime that the scheduler goes by
     */
    public static Deadlines on(ScheduledExecutorService scheduler, LongSupplier nanoTime) {
        return new Deadlines(
                (task, delay, unit) -> {
                    var unused = scheduler.schedule(task, delay, unit);
                },
                nanoTime);
    }

    /** @param nanoTime that the timer goes by */
    public Deadlines(Timer timer, LongSupplier nanoTime) {
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** Sets a deadline: the action runs after this time, unless it is cancelled before. */
    public Deadline in(long millis, Runnable action) {
        long now = nanoTime.getAsLong();
        var deadline = new Deadline(now + TimeUnit.MILLISECONDS.toNanos(millis), action);
        synchronized (this) {
            // so that not many more are kept than wait
            for (Deadline first = waiting.peek(); first != null && first.isOver(); first = waiting.peek()) {
                waiting.remove();
            }
            waiting.add(deadline);
            try {
                time(isTimed ? deadline.due : now + untilFirst(now).orElseThrow(), now);
            } catch (RuntimeException | Error e) {
                waiting.removeLast(); // for the caller it is not set
                throw e;
            }
        }
        return deadline;
    }

    private void time(long due, long now) {
        if (!isTimed || due - timedFor < 0) {
            timer.schedule(() -> fired(due), due - now, TimeUnit.NANOSECONDS);
            isTimed = true; // not before: should there be no thread for the timer, the next deadline tries again
            timedFor = due;
        }
    }

    private void fired(long timedDue) {
        for (Runnable action : takeDue(timedDue)) {
            try {
                action.run();
            } catch (RuntimeException | Error e) { // the others are due as well
                log.error(
                        "Answering a request at its deadline failed with {}. DEBUG for io.cioconnect.pace shows the stack trace;"
                                + " please report it",
                        e.getClass().getName());
                log.debug("The failed deadline", e);
            }
        }
        timeTheRest(); // last: it may fail
    }

    private synchronized List<Runnable> takeDue(long timedDue) {
        if (timedDue == timedFor) {
            isTimed = false;
        }
        long now = nanoTime.getAsLong();
        List<Runnable> due = new ArrayList<>();
        for (Deadline deadline : waiting) {
            Runnable action = deadline.due - now <= 0 ? deadline.take() : null;
            if (action != null) {
                due.add(action);
            }
        }
        waiting.removeIf(Deadline::isOver);
        return due;
    }

    private synchronized void timeTheRest() {
        long now = nanoTime.getAsLong();
        untilFirst(now).ifPresent(first -> time(now + first, now));
    }

    private OptionalLong untilFirst(long now) {
        return waiting.stream().mapToLong(deadline -> deadline.due - now).min();
    }

    /** One deadline; it lets go of its action as soon as that ran or was cancelled. */
    public static final class Deadline {
        private final long due;
        private final AtomicReference<@Nullable Runnable> action;

        private Deadline(long due, Runnable action) {
            this.due = due;
            this.action = new AtomicReference<>(action);
        }

        /** Nothing is done any more, unless it is being done. */
        public void cancel() {
            action.set(null);
        }

        private @Nullable Runnable take() {
            return action.getAndSet(null);
        }

        private boolean isOver() {
            return action.get() == null;
        }
    }
}
