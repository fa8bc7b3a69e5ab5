package io.cioconnect.listener;

import io.cioconnect.pace.Gathering;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty's executor. After an answer, Jetty looks for the next request of the connection on another thread. Here the looks after
 * answers that were {@linkplain Gathering given together} are one task: with many senders, to wake a thread for each took a seventh
 * of the worker's CPU time. The look after a lone answer happens at once, on the thread that gave it, since no request blocks a
 * thread. Everything else goes to the pool as it comes.
 */
final class NextRequests implements Executor {
    private static final Logger log = LoggerFactory.getLogger(NextRequests.class);

    private final Executor pool;
    private final Gathering<Runnable> looks = new Gathering<>(this::lookTogether);

    NextRequests(Executor pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        if (!looks.keep(task)) {
            pool.execute(task);
        }
    }

    private void lookTogether(List<Runnable> gathered) {
        if (gathered.size() == 1) {
            gathered.get(0).run();
            return;
        }
        Deque<Runnable> left = new ArrayDeque<>(gathered);
        try {
            pool.execute(() -> Gathering.during(() -> runAll(left)));
        } catch (RejectedExecutionException e) { // the server was stopped, and closes its connections
            log.debug("{} connections are not read any more", gathered.size(), e);
        }
    }

    /** When one fails, the others go to the pool each for itself. */
    private void runAll(Deque<Runnable> left) {
        try {
            for (Runnable look = left.poll(); look != null; look = left.poll()) {
                look.run();
            }
        } finally {
            left.forEach(pool::execute);
        }
    }
}
