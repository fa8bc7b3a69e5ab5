package io.cioconnect.it.rig;

import io.cioconnect.it.rig.Schedule.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Injects the faults of one resource one after the other, on a thread of its own: a broker that takes long to start holds up no other fault.
 * What goes wrong with one of them is told, and the next one follows all the same.
 */
final class Lane {
    /** A few may gather while one takes long. */
    private static final int MOST_WAITING = 4;

    private static final long TEND_EVERY_MILLIS = 1_000;

    private final Function<Step, Runnable> injection;
    private final Runnable tending;
    private final BiConsumer<Step, Throwable> failed;
    private final Thread thread;
    private final Deque<Step> waiting = new ArrayDeque<>(); // guarded by this
    private boolean ending; // guarded by this

    /**
     * @param injection makes a fault happen and returns what heals it
     * @param tending what is done every second while there is no fault
     * @param failed is told what could not be injected or healed
     */
    Lane(String resource, Function<Step, Runnable> injection, Runnable tending, BiConsumer<Step, Throwable> failed) {
        this.injection = injection;
        this.tending = tending;
        this.failed = failed;
        thread = new Thread(this::work, "faults-of-" + resource);
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits while too many others wait. */
    synchronized void put(Step step) throws InterruptedException {
        while (waiting.size() == MOST_WAITING) {
            wait();
        }
        waiting.add(step);
        notifyAll();
    }

    /** Returns when all is injected and healed. */
    void end() throws InterruptedException {
        synchronized (this) {
            ending = true;
            notifyAll();
        }
        thread.join();
    }

    private void work() {
        try {
            for (Step step = take(); step != null; step = take()) {
                inject(step);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void inject(Step step) throws InterruptedException {
        try {
            Runnable healing = injection.apply(step);
            hold(step);
            healing.run();
        } catch (RuntimeException | AssertionError e) {
            failed.accept(step, e);
        }
    }

    private @Nullable Step take() throws InterruptedException {
        while (true) {
            synchronized (this) {
                if (waiting.isEmpty() && !ending) {
                    wait(TEND_EVERY_MILLIS);
                }
                if (!waiting.isEmpty() || ending) {
                    Step step = waiting.poll();
                    notifyAll();
                    return step;
                }
            }
            tending.run();
        }
    }

    private synchronized void hold(Step step) throws InterruptedException {
        long end = System.nanoTime() + step.hold().toNanos();
        for (long left = step.hold().toMillis(); left > 0 && !ending; left = millisUntil(end)) {
            wait(left);
        }
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
}
