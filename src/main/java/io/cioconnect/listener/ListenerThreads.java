package io.cioconnect.listener;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * What the ports of a JVM run on.
 *
 * @param keeper lets time pass, on one thread
 * @param work runs what opens, closes and looks after each port
 */
record ListenerThreads(ScheduledExecutorService keeper, Executor work) {
    /** Daemons, which end when there is nothing to do. */
    static ListenerThreads daemons() {
        return working(Executors.newCachedThreadPool(daemon("customerio-webhook-port")));
    }

    /** The same, with others that do the work. */
    static ListenerThreads working(Executor work) {
        var keeper = new ScheduledThreadPoolExecutor(1, daemon("customerio-webhook-keeper"));
        keeper.setKeepAliveTime(10, TimeUnit.SECONDS);
        keeper.allowCoreThreadTimeOut(true);
        keeper.setRemoveOnCancelPolicy(true);
        return new ListenerThreads(keeper, work);
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
