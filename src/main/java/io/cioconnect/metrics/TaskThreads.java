package io.cioconnect.metrics;

import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Creates the threads of a task. They inherit the log context of the task's own thread, {@code connector.context} with the names of
 * connector and task, so that their log lines carry it like Connect's own.
 */
public final class TaskThreads {
    private TaskThreads() {}

    /** Daemon threads of this name with the log context of the calling thread. */
    public static ThreadFactory named(String name) {
        @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
        return work -> {
            Thread thread = new Thread(() -> run(work, context), name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** @param context null when the logging library has none */
    private static void run(Runnable work, @Nullable Map<String, String> context) {
        if (context != null) {
            MDC.setContextMap(context);
        }
        work.run();
    }
}
