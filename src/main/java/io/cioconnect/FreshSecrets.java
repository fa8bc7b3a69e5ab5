package io.cioconnect;

import io.cioconnect.metrics.TaskThreads;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resolves a task's configuration every 30 s: ConfigProviders may give another value than at the start, so a rotated key needs no restart. */
final class FreshSecrets implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FreshSecrets.class);
    private static final long EVERY_SECONDS = 30;

    private final SourceTaskContext context;
    private boolean failing; // the thread's only
    private final Consumer<Map<String, String>> users;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(TaskThreads.named("customerio-secrets"));

    /** @param users takes the configuration, resolved; must tell itself what changed */
    FreshSecrets(SourceTaskContext context, Consumer<Map<String, String>> users) {
        this.context = context;
        this.users = users;
    }

    void start() {
        // ends with the executor; resolve itself reports what goes wrong
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::resolve, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void resolve() {
        try {
            users.accept(context.configs());
            if (failing) {
                log.info("The secrets are read again");
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                // its message may hold what a provider read
                log.warn(
                        "Could not read the secrets again: {}. The old ones stay in use, and a rotated key is not noticed. Check that this"
                                + " worker's ConfigProvider can read its source",
                        e.getClass().getName());
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
