package io.cioconnect.listener;

import io.cioconnect.config.WebhookConfig;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The listeners of this JVM, one per address and port, leased by tasks. The one static thing of the house. */
public final class Listeners {
    private static final ListenerRegistry REGISTRY =
            new ListenerRegistry(ListenerTimings.STANDARD, System::nanoTime, Clock.systemUTC());

    private Listeners() {}

    /** A task's hold on a path of a listener. Closing a lease that a newer one has replaced does nothing. */
    public interface Lease extends AutoCloseable {
        /** The port is bound and this lease holds the path. */
        boolean isBound();

        /** The port that is bound; it differs from the configured one when that is 0. Empty while this lease is not bound. */
        OptionalInt boundPort();

        @Override
        void close();

        /** As {@link #close}, but the task failed: the port then stays open, answering 503, as long as the worker lives. */
        void abandon();
    }

    /**
     * Leases a path. Does not throw when the port is in use or settings conflict: it says so in the log and keeps trying.
     *
     * @param receiverNumber which of the connector's receivers this is, from 0. A newer lease of the same number replaces the
     *     older one; different numbers share the path
     * @param status JSON text for {@code GET /status}; called on a thread of the listener
     */
    public static Lease lease(
            String connector, int receiverNumber, WebhookConfig config, Receiver receiver, Supplier<String> status) {
        return REGISTRY.lease(connector, receiverNumber, config, receiver, status);
    }
}
