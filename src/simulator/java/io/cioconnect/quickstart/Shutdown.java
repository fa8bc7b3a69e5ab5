package io.cioconnect.quickstart;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles Ctrl-C and kill: interrupts the thread that runs the quick start, and keeps the JVM alive until that thread has stopped what it
 * started. (Without it the processes would also exit, when their pipes close, but would leave their data behind.)
 */
final class Shutdown {
    private static final long SECONDS_TO_CLOSE = 20;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    static Shutdown of(Thread thread) {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutdown.request(thread), "quickstart-shutdown"));
        return shutdown;
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits for this long, or until a shutdown is requested. */
    void await(Duration time) throws InterruptedException {
        requested.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Everything is closed; the JVM may exit. */
    void closed() {
        closed.countDown();
    }

    private void request(Thread thread) {
        if (closed.getCount() == 0) {
            return;
        }
        requested.countDown();
        thread.interrupt();
        try {
            closed.await(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
