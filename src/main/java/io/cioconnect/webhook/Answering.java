package io.cioconnect.webhook;

import io.cioconnect.listener.Answer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives the answers, in order and one at a time, on a thread that is neither the producer's nor the poll thread. Kafka acknowledges in
 * batches, so one task answers all that has gathered when it runs: to wake that thread costs more than an answer. Thread-safe.
 */
final class Answering {
    private final Executor thread;
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isRunning = new AtomicBoolean();

    private record Outcome(Delivery delivery, Answer answer) {}

    Answering(Executor thread) {
        this.thread = thread;
    }

    /** Returns at once. */
    void answer(Delivery delivery, Answer answer) {
        outcomes.add(new Outcome(delivery, answer));
        if (isRunning.compareAndSet(false, true)) {
            try {
                thread.execute(this::run);
            } catch (RuntimeException | Error e) {
                isRunning.set(false); // or else nothing would ever be answered again
                throw e;
            }
        }
    }

    private void run() {
        do {
            try {
                for (Outcome next = outcomes.poll(); next != null; next = outcomes.poll()) {
                    next.delivery.complete(next.answer);
                }
            } finally {
                isRunning.set(false);
            }
            // what came in between found this running
        } while (!outcomes.isEmpty() && isRunning.compareAndSet(false, true));
    }
}
