package io.cioconnect.simulator;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Does something at a steady rate, a given number of times or until it is closed. */
public final class SteadyLoad implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "customerio-load");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger left;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Runnable action;

    public SteadyLoad(int perSecond, int count, Runnable action) {
        this.left = new AtomicInteger(count);
        this.action = action;
        var unused = timer.scheduleAtFixedRate(this::tick, 0, 1_000_000_000L / perSecond, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        if (left.getAndDecrement() > 0) {
            action.run();
        } else {
            close();
        }
    }

    /** Returns when everything has been handed to the sender or the load is closed. */
    public void awaitEnd() throws InterruptedException {
        done.await();
    }

    @Override
    public void close() {
        timer.shutdown();
        done.countDown();
    }
}
