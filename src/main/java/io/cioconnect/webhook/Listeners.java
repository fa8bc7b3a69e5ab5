package io.cioconnect.webhook;

import io.cioconnect.config.WebhookConfig;

/** The listeners of this JVM, one per address and port, leased by tasks. The one static thing of the house. */
public final class Listeners {
    private Listeners() {}

    /** A task's hold on a path of a listener. Closing a lease that a newer one has replaced does nothing. */
    public interface Lease extends AutoCloseable {
        /** The port is bound and this lease holds the path. */
        boolean isBound();

        @Override
        void close();

        /** As {@link #close}, but the task failed: the port then stays open, answering 503, as long as the worker lives. */
        void abandon();
    }

    /** Leases a path. Does not throw when the port is in use or settings conflict: it says so in the log and keeps trying. */
    public static Lease lease(String connector, WebhookConfig config, WebhookReceiver receiver) {
        throw new UnsupportedOperationException();
    }
}
