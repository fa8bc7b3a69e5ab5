package io.cioconnect;

import io.cioconnect.metrics.TaskThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last complete passes and reads of the polled tables as Connect's stored offsets told it lately. They are read on a thread of its own,
 * because that takes as long as Kafka takes, and whoever asks for the status must not wait for Kafka.
 */
final class PassesRead implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PassesRead.class);
    private static final long EVERY_SECONDS = 5;

    private final Supplier<StoredLately> stored;
    private final ScheduledExecutorService reader =
            Executors.newSingleThreadScheduledExecutor(TaskThreads.named("customerio-passes"));
    private volatile StoredLately last = StoredLately.NOTHING;

    PassesRead(Supplier<StoredLately> stored) {
        this.stored = stored;
    }

    void start() {
        // ends with the executor; read itself reports what goes wrong
        ScheduledFuture<?> unused = reader.scheduleWithFixedDelay(this::read, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** From memory, at once; empty until they were read for the first time. */
    StoredLately last() {
        return last;
    }

    /** A read comes to its end, at the latest when Connect closes its reader after the task: one that is interrupted it logs as an error. */
    @Override
    public void close() {
        reader.shutdown();
    }

    void read() {
        try {
            last = stored.get();
        } catch (Throwable e) { // an Error too, which would end the job
            log.debug("Could not read the stored offsets for /status, which shows older ones", e);
        }
    }
}
