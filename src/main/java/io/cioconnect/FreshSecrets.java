package io.cioconnect;

import io.cioconnect.metrics.TaskThreads;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    private static final String ALL = "all of them";

    private final SourceTaskContext context;
    private final Map<String, Consumer<Map<String, String>>> users;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(TaskThreads.named("customerio-secrets"));
    private Set<String> failing = Set.of(); // the thread's only

    /** @param users each takes one secret, named by its key here, from the resolved configuration, and finds out itself whether it changed */
    FreshSecrets(SourceTaskContext context, Map<String, Consumer<Map<String, String>>> users) {
        this.context = context;
        this.users = users;
    }

    void start() {
        // ends with the executor; resolve itself reports what goes wrong
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::resolve, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void resolve() {
        Map<String, Throwable> failures = new TreeMap<>();
        try {
            Map<String, String> resolved = context.configs();
            users.forEach((secret, user) -> {
                try {
                    user.accept(resolved);
                } catch (Throwable e) { // the others get theirs
                    failures.put(secret, e);
                }
            });
        } catch (Throwable e) { // an Error too, which would end the job
            failures.put(ALL, e);
        }
        tell(failures);
    }

    private void tell(Map<String, Throwable> failures) {
        failures.forEach((secret, e) -> {
            if (!failing.contains(secret)) {
                // its message may hold what a provider read
                log.warn(
                        secret.equals(ALL)
                                ? "Could not read the secrets again ({}: {}). The old ones stay in use, and a rotated key is not"
                                        + " noticed. Check that this worker's ConfigProvider can read its source"
                                : "Cannot use the new value of one of the secrets ({}: {}). The old one stays in use. Correct it at its"
                                        + " source",
                        secret,
                        e.getClass().getName());
            }
        });
        if (failures.isEmpty() && !failing.isEmpty()) {
            log.info("The secrets are read again");
        }
        failing = Set.copyOf(failures.keySet());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
