package io.cioconnect.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Threads of listeners that do nothing until they are told to, and then all that there is to do. */
final class ManualThreads implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 60_000;

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Keeper keeper = new Keeper();
    private final List<Runnable> later = new ArrayList<>(); // of the keeper; guarded by this
    private final List<Runnable> work = new ArrayList<>(); // guarded by this
    private boolean keeps; // guarded by this
    private boolean works; // guarded by this
    private int unfinished; // guarded by this

    private final class Keeper extends ScheduledThreadPoolExecutor {
        private volatile @Nullable Runnable periodic;
        private volatile @Nullable ScheduledFuture<?> handle;

        Keeper() {
            super(1);
        }

        @Override
        public void execute(Runnable task) {
            synchronized (ManualThreads.this) {
                if (!keeps) {
                    later.add(task);
                    return;
                }
            }
            super.execute(counted(task));
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
            periodic = task;
            ScheduledFuture<?> never = schedule(() -> {}, 1, TimeUnit.DAYS);
            handle = never;
            return never;
        }
    }

    ListenerThreads threads() {
        return new ListenerThreads(keeper, this::work);
    }

    private void work(Runnable task) {
        synchronized (this) {
            if (!works) {
                work.add(task);
                return;
            }
        }
        workers.execute(counted(task));
    }

    private synchronized Runnable counted(Runnable task) {
        unfinished++;
        return () -> {
            try {
                task.run();
            } finally {
                finished();
            }
        };
    }

    private synchronized void finished() {
        unfinished--;
        notifyAll();
    }

    /** Something is to be done again and again. */
    boolean areTicking() {
        ScheduledFuture<?> current = keeper.handle;
        return current != null && !current.isDone();
    }

    /** Does what is to be done again and again, and all that was asked for meanwhile, to its end. */
    void tick() throws InterruptedException {
        Runnable periodic = keeper.periodic;
        if (periodic != null && areTicking()) {
            keeper.execute(periodic);
        }
        settle();
    }

    /** First the keeper alone, then the ports, which may call upon it again. */
    private void settle() throws InterruptedException {
        List<Runnable> due;
        synchronized (this) {
            keeps = true;
            due = take(later);
        }
        due.forEach(keeper::execute);
        awaitTheEnd();
        synchronized (this) {
            works = true;
            due = take(work);
        }
        due.forEach(this::work);
        awaitTheEnd();
        synchronized (this) {
            keeps = false;
            works = false;
        }
    }

    private static List<Runnable> take(List<Runnable> all) {
        List<Runnable> taken = List.copyOf(all);
        all.clear();
        return taken;
    }

    private synchronized void awaitTheEnd() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (unfinished > 0) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("The ports are not looked after to an end");
            }
            wait(1_000);
        }
    }

    @Override
    public void close() {
        keeper.shutdownNow();
        workers.shutdownNow();
    }
}
