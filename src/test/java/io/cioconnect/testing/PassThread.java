package io.cioconnect.testing;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The thread that makes passes while the test's own thread plays Connect. What it waits for is what the JVM tells of any thread. */
public final class PassThread implements AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor(this::thread);
    private volatile Thread thread = Thread.currentThread(); // until there is a pass

    private Thread thread(Runnable work) {
        thread = new Thread(work, "pass");
        return thread;
    }

    public <T> Future<T> submit(Callable<T> pass) {
        return executor.submit(pass);
    }

    /** True while the thread cannot go on until somebody notifies this object. */
    public boolean isAwaiting(Object monitor) {
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
        if (info == null || info.getThreadState() != Thread.State.WAITING) {
            return false;
        }
        LockInfo awaited = info.getLockInfo();
        return awaited != null
                && awaited.getClassName().equals(monitor.getClass().getName())
                && awaited.getIdentityHashCode() == System.identityHashCode(monitor);
    }

    /** True while the thread waits within this method. */
    public boolean isWaitingIn(String method) {
        return thread.getState() == Thread.State.WAITING
                && Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    /** Returns when the thread has left the pass that it was interrupted in. */
    public void awaitIdle() throws InterruptedException {
        try {
            executor.submit(() -> {}).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
