package io.cioconnect;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How to close the parts that a task has built so far, in reverse order. One that fails keeps no other open. One thread. */
final class TaskParts {
    private static final Logger log = LoggerFactory.getLogger(TaskParts.class);

    private final Deque<Runnable> built = new ArrayDeque<>();

    /** @param close of a part that was just built */
    void add(Runnable close) {
        built.push(close);
    }

    /** A second call does nothing. */
    void close() {
        while (!built.isEmpty()) {
            try {
                built.pop().run();
            } catch (RuntimeException | Error e) {
                log.warn("A part of the task was not closed as it should be; the others are closed all the same", e);
            }
        }
    }
}
