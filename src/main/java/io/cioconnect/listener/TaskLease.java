package io.cioconnect.listener;

import io.cioconnect.config.WebhookConfig;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** One task's lease, or its wish for one. What it holds is known to its listener; this is the task's handle. Thread-safe. */
final class TaskLease implements Listeners.Lease {
    private final ListenerRegistry registry;
    private final HostPort address;
    private final String connector;
    private final int receiverNumber;
    private final WebhookConfig config;
    private final PathSegments path;
    private final AddressRanges trustedProxies;
    private final AddressRanges allowedAddresses;
    private final Receiver receiver;
    private final Supplier<String> status;

    TaskLease(
            ListenerRegistry registry,
            String connector,
            int receiverNumber,
            WebhookConfig config,
            Receiver receiver,
            Supplier<String> status) {
        this.registry = registry;
        this.address = new HostPort(config.host(), config.port());
        this.connector = connector;
        this.receiverNumber = receiverNumber;
        this.config = config;
        this.path = PathSegments.parse(config.path())
                .orElseThrow(() -> new IllegalArgumentException("webhook.listen.path is no path: " + config.path()));
        this.trustedProxies = AddressRanges.parse(config.trustedProxies());
        this.allowedAddresses = AddressRanges.parse(config.allowedAddresses());
        this.receiver = receiver;
        this.status = status;
    }

    @Override
    public boolean isBound() {
        return boundPort().isPresent();
    }

    @Override
    public OptionalInt boundPort() {
        return registry.boundPort(this);
    }

    @Override
    public void close() {
        registry.release(this, false);
    }

    @Override
    public void abandon() {
        registry.release(this, true);
    }

    /** A newer lease of the same receiver: the older one belongs to a task that is gone, or ought to be. */
    boolean replaces(TaskLease older) {
        return connector.equals(older.connector) && receiverNumber == older.receiverNumber;
    }

    HostPort address() {
        return address;
    }

    String connector() {
        return connector;
    }

    int receiverNumber() {
        return receiverNumber;
    }

    ListenerSettings settings() {
        return ListenerSettings.of(config);
    }

    WebhookConfig config() {
        return config;
    }

    PathSegments path() {
        return path;
    }

    AddressRanges trustedProxies() {
        return trustedProxies;
    }

    AddressRanges allowedAddresses() {
        return allowedAddresses;
    }

    Receiver receiver() {
        return receiver;
    }

    Supplier<String> status() {
        return status;
    }
}
