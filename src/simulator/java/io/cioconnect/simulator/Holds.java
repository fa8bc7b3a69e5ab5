package io.cioconnect.simulator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Answers that hang until they are released or the simulator closes. Thread-safe. */
final class Holds {
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile CountDownLatch held = new CountDownLatch(1);

    void awaitRelease() throws InterruptedException {
        held.await();
    }

    /** False if the simulator closes meanwhile. */
    boolean pause(Duration pause) throws InterruptedException {
        return !closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized void release() {
        held.countDown();
        held = new CountDownLatch(closing.getCount() == 0 ? 0 : 1);
    }

    void close() {
        closing.countDown();
        release();
    }
}
