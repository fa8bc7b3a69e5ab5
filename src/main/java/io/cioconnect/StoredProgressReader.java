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
 * Reads every few seconds how far the polled tables have come, from the offsets that Connect stored. It does so on a thread of its own,
 * because reading takes as long as Kafka takes, and a request for the status must not wait for Kafka.
 */
final class StoredProgressReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoredProgressReader.class);
    private static final long EVERY_SECONDS = 5;

    private final Supplier<StoredProgress> stored;
    private final ScheduledExecutorService reader =
            Executors.newSingleThreadScheduledExecutor(TaskThreads.named("customerio-passes"));
    private volatile StoredProgress last = StoredProgress.NOTHING;

    StoredProgressReader(Supplier<StoredProgress> stored) {
        this.stored = stored;
    }

    void start() {
        // ends with the executor; read itself reports what goes wrong
        ScheduledFuture<?> unused = reader.scheduleWithFixedDelay(this::read, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** From memory; empty until the first read has succeeded. */
    StoredProgress last() {
        return last;
    }

    /** Lets a read under way end by itself, at the latest when Connect closes its reader: Connect logs an interrupted one as an error. */
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
