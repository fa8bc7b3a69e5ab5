package io.cioconnect.simulator;

import java.time.Duration;

/** Whether a sender may send, and which of its events. Thread-safe. */
final class Switch {
    private int generation; // these three are guarded by this
    private boolean paused;
    private boolean closed;

    /** Events of older generations are not sent any more. */
    synchronized int generation() {
        return generation;
    }

    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
        notifyAll();
    }

    synchronized void discard() {
        generation++;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Waits until sending is allowed; false if an event of this generation may never be sent again. */
    synchronized boolean awaitOn(int its) throws InterruptedException {
        while (paused && !closed && its == generation) {
            wait();
        }
        return !closed && its == generation;
    }

    /** Waits for this time, or until an event of this generation may never be sent again. */
    synchronized void awaitRetry(int its, Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos();
                left > 0 && !closed && its == generation;
                left = deadline - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
    }
}
