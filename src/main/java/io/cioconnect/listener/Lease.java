package io.cioconnect.listener;

import io.cioconnect.config.PathSegments;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.status.ConnectorStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A task's hold on a path of a port, or its wish for one. Closing a lease that a newer one has replaced does nothing. Thread-safe.
 */
public final class Lease implements AutoCloseable {
    /** What all connectors on one port have to agree on, by the keys that set it. */
    private static final Map<String, Function<WebhookConfig, Object>> SHARED = new LinkedHashMap<>();

    static {
        SHARED.put("webhook.ssl.*", WebhookConfig::tls);
        SHARED.put("webhook.max.in.flight", config -> config.limits().maxInFlight());
        SHARED.put("webhook.max.in.flight.bytes", config -> config.limits().maxInFlightBytes());
        SHARED.put("webhook.response.timeout.ms", config -> config.limits().responseTimeout());
        SHARED.put("webhook.listener.keep.open.ms", config -> config.listener().keepOpen());
        SHARED.put("webhook.health.port", config -> config.listener().healthPort());
        SHARED.put("webhook.trusted.proxies", config -> config.verification().trustedProxies());
        SHARED.put("webhook.allowed.addresses", config -> config.verification().allowedAddresses());
    }

    private final Listeners listeners;
    private final HostPort address;
    private final String connector;
    private final int receiverNumber;
    private final WebhookConfig config;
    private final Receiver receiver;
    private final Supplier<Optional<ConnectorStatus>> status;
    private volatile boolean isLost;
    private volatile boolean isOver;

    Lease(
            Listeners listeners,
            String connector,
            int receiverNumber,
            WebhookConfig config,
            Receiver receiver,
            Supplier<Optional<ConnectorStatus>> status) {
        this.listeners = listeners;
        this.address = new HostPort(config.listener().host(), config.listener().port());
        this.connector = connector;
        this.receiverNumber = receiverNumber;
        this.config = config;
        this.receiver = receiver;
        this.status = status;
    }

    /** The port is bound and this lease holds the path. */
    public boolean isBound() {
        return boundPort().isPresent();
    }

    /** The port that is bound; it differs from the configured one when that is 0. Empty while this lease is not bound. */
    public OptionalInt boundPort() {
        return listeners.boundPort(this);
    }

    /** When the certificate of the port ends. Empty without TLS, and while this lease is not bound. */
    public Optional<Instant> certificateEnds() {
        return listeners.certificateEnds(this);
    }

    /** Gives the path back. */
    @Override
    public void close() {
        isOver = true;
        listeners.release(this, false);
    }

    /** Gives the path back because the task failed: it still counts as its path, answered 503, until a task is started again. */
    public void fail() {
        isOver = true;
        listeners.release(this, true);
    }

    /**
     * Called at each poll: Connect counts on the task that it polls. If a newer lease took this one's place and is gone since, this one takes
     * it back: Connect had cancelled the newer one's task before it polled it.
     */
    public void polled() {
        if (isLost) {
            listeners.takeBack(this);
        }
    }

    /** @param lost true when a newer lease of the same receiver takes its place, false when this one has it back */
    void lost(boolean lost) {
        isLost = lost;
    }

    /** A newer lease of the same receiver: the older one belongs to a task that is gone, or ought to be. */
    boolean replaces(Lease older) {
        return connector.equals(older.connector) && receiverNumber == older.receiverNumber;
    }

    /** Why this lease cannot be held beside another one; to be read after "connector so-and-so". */
    Optional<Conflict> conflictWith(Lease other) {
        if (other.connector.equals(connector)) {
            return Optional.empty();
        }
        if (other.path().equals(path())) {
            return Optional.of(new Conflict(
                    other.connector,
                    "already listens there on the same webhook.listen.path",
                    "Give this one another path or port"));
        }
        List<String> keys = new ArrayList<>();
        SHARED.forEach((key, value) -> {
            if (!Objects.equals(value.apply(config), value.apply(other.config))) {
                keys.add(key);
            }
        });
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(new Conflict(
                        other.connector,
                        "already listens there with another " + String.join(", ", keys),
                        "Give both the same values, or this one another webhook.listen.port"));
    }

    record Conflict(String connector, String what, String remedy) {}

    HostPort address() {
        return address;
    }

    String connector() {
        return connector;
    }

    WebhookConfig config() {
        return config;
    }

    PathSegments path() {
        return config.listener().segments();
    }

    Receiver receiver() {
        return receiver;
    }

    /** Empty when its task is over, or has nothing to tell. */
    Optional<ConnectorStatus> status() {
        return isOver ? Optional.empty() : status.get();
    }
}
