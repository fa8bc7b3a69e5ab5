package io.cioconnect.it.rig;

import io.cioconnect.it.rig.Schedule.Step;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Injects the faults of one resource one after the other, on a thread of its own: a broker that takes long to start holds up no other fault. A
 * fault lasts until its time is over or the next one comes.
 */
final class Lane {
    private final Function<Step, Runnable> injection;
    private final Thread thread;
    private @Nullable Step next; // guarded by this
    private boolean ending; // guarded by this
    private @Nullable Throwable failure; // guarded by this

    /** @param injection makes a fault happen and returns what heals it */
    Lane(String resource, Function<Step, Runnable> injection) {
        this.injection = injection;
        thread = new Thread(this::work, "faults-of-" + resource);
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits while another fault waits. */
    synchronized void put(Step step) throws InterruptedException {
        while (next != null && failure == null) {
            wait();
        }
        throwFailure();
        next = step;
        notifyAll();
    }

    /** Returns when all is injected and healed. */
    void end() throws InterruptedException {
        synchronized (this) {
            ending = true;
            notifyAll();
        }
        thread.join();
        synchronized (this) {
            throwFailure();
        }
    }

    private synchronized void throwFailure() {
        if (failure != null) {
            throw new IllegalStateException("a fault could not be injected or healed", failure);
        }
    }

    private void work() {
        try {
            for (Step step = take(); step != null; step = take()) {
                Runnable healing = injection.apply(step);
                hold(step);
                healing.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    private synchronized @Nullable Step take() throws InterruptedException {
        while (next == null && !ending) {
            wait();
        }
        Step step = next;
        next = null;
        notifyAll();
        return step;
    }

    private synchronized void hold(Step step) throws InterruptedException {
        long end = System.nanoTime() + step.hold().toNanos();
        for (long left = step.hold().toMillis(); left > 0 && next == null && !ending; left = millisUntil(end)) {
            wait(left);
        }
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
}
