package io.cioconnect.webhook;

import io.cioconnect.listener.Answer;
import io.cioconnect.pace.Gathering;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the answers, in order and one at a time, on a thread that is neither the producer's nor the poll thread. Kafka acknowledges in
 * batches, so one task answers all that has gathered when it runs: to wake that thread costs more than an answer. What the listener
 * has to do after an answer, it does {@linkplain Gathering together} for a few. Thread-safe.
 */
final class Answering {
    private static final Logger log = LoggerFactory.getLogger(Answering.class);

    /** With more, the first senders would wait: none of their next requests is read until all of these have their answers. */
    private static final int TOGETHER = 16;

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
                while (!outcomes.isEmpty()) {
                    Gathering.during(this::answerSome);
                }
            } catch (RuntimeException | Error e) {
                // from what follows an answer; the other answers are still to be given
                log.error("A connection could not be read after its answer", e);
            } finally {
                isRunning.set(false);
            }
            // what came in between found this running
        } while (!outcomes.isEmpty() && isRunning.compareAndSet(false, true));
    }

    private void answerSome() {
        for (int given = 0; given < TOGETHER; given++) {
            Outcome next = outcomes.poll();
            if (next == null) {
                return;
            }
            next.delivery.complete(next.answer);
        }
    }
}
