package io.cioconnect.listener;

import io.cioconnect.config.TlsConfig;
import io.cioconnect.pace.LogThrottle;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a server on one address and port for as long as it is wanted: binds it, again and again when the port is taken, and exchanges
 * what it serves with. Settings that cannot be applied leave the server as it is. One thread at a time changes it; the bound port is
 * read by any.
 */
final class PortServer {
    private static final Logger log = LoggerFactory.getLogger(PortServer.class);

    /** What a port is for, in the words of who looks for the cause when it cannot be opened. */
    enum Purpose {
        DELIVERIES("Deliveries do not arrive", "webhook.listen.host or webhook.listen.port"),
        HEALTH("Health and status are not served there; deliveries still arrive", "webhook.health.port");

        private final String loss;
        private final String keys;

        Purpose(String loss, String keys) {
            this.loss = loss;
            this.keys = keys;
        }
    }

    private record Bound(WebhookServer server, long openedAt) {}

    private final Purpose purpose;
    private final HostPort address;
    private final Function<ConnectionGuard, Handler> handler;
    private final ListenerTimings timings;
    private final LongSupplier nanoTime;
    private final PortHandover handover;
    private final LogThrottle throttle;
    private volatile @Nullable Bound bound;
    private volatile @Nullable TlsKeystore keystore; // read by any thread, changed by the port's
    private Optional<TlsConfig> wanted = Optional.empty();
    private Optional<TlsConfig> served = Optional.empty();
    private int failures;
    private long retryAt;

    PortServer(
            Purpose purpose,
            HostPort address,
            Function<ConnectionGuard, Handler> handler,
            ListenerTimings timings,
            LongSupplier nanoTime,
            PortHandover handover) {
        this.purpose = purpose;
        this.address = address;
        this.handler = handler;
        this.timings = timings;
        this.nanoTime = nanoTime;
        this.handover = handover;
        this.throttle = new LogThrottle(timings.complain(), nanoTime);
        this.retryAt = nanoTime.getAsLong();
    }

    OptionalInt boundPort() {
        Bound current = bound;
        return current == null
                ? OptionalInt.empty()
                : OptionalInt.of(current.server().port());
    }

    /** When the port was opened, in nanoseconds; switching TLS on or off does not count. */
    OptionalLong openedAt() {
        Bound current = bound;
        return current == null ? OptionalLong.empty() : OptionalLong.of(current.openedAt());
    }

    /** When the certificate ends; empty without TLS, and while the port is not bound. */
    Optional<Instant> certificateEnds() {
        return Optional.ofNullable(keystore).map(TlsKeystore::certificateEnds);
    }

    boolean isOpen() {
        return bound != null;
    }

    /** Once per tick: the port is to be open, for these connectors. */
    void want(Optional<TlsConfig> tls, Set<String> connectors, Duration patience) {
        if (!wanted.equals(tls)) {
            wanted = tls;
            retryNow();
        }
        if ((bound == null || !served.equals(tls)) && nanoTime.getAsLong() - retryAt >= 0) {
            apply(connectors, patience);
        }
        if (keystore != null) {
            keystore.tick();
        }
        Bound current = bound;
        if (current != null) {
            current.server().tick();
        }
    }

    /** The port is not needed any more. Open requests still get their answers. */
    void close(Duration patience) {
        Bound current = bound;
        if (current != null) {
            stop(current, patience);
            log.info("Closed port {}", current.server().port());
        }
        keystore = null;
        retryNow();
    }

    private void stop(Bound current, Duration patience) {
        bound = null;
        handover.withdraw(current.server().port());
        current.server().stop(patience);
    }

    private void retryNow() {
        failures = 0;
        retryAt = nanoTime.getAsLong();
    }

    private void apply(Set<String> connectors, Duration patience) {
        try {
            if (bound != null && keystore != null && wanted.isPresent()) {
                keystore.use(wanted.get());
            } else {
                start(patience);
            }
            served = wanted;
            failures = 0;
            throttle.reset();
        } catch (IOException | RuntimeException e) {
            failures++;
            retryAt = nanoTime.getAsLong() + timings.retry().after(failures).toNanos();
            boolean asked = bound == null && handover.ask(address.port(), connectors);
            if (throttle.acquire()) {
                complain(e, asked);
            }
        }
    }

    /** The keystore is loaded before a server that runs is let go, and its port is bound again at once. */
    private void start(Duration patience) throws IOException {
        TlsKeystore loaded = wanted.isEmpty()
                ? null
                : new TlsKeystore(wanted.get(), timings.keystorePoll(), nanoTime, Clock.systemUTC());
        Bound before = bound;
        if (before != null) {
            stop(before, patience);
        }
        keystore = null;
        WebhookServer server = WebhookServer.start(address, Optional.ofNullable(loaded), handler, timings);
        keystore = loaded;
        bound = new Bound(server, before == null ? nanoTime.getAsLong() : before.openedAt());
        handover.offer(server.port());
    }

    private void complain(Exception failure, boolean asked) {
        if (bound != null) {
            log.error(
                    "Cannot apply webhook.ssl.* to {}: {}. The port keeps its old settings, and the connector retries."
                            + " Correct the keystore's file or webhook.ssl.*",
                    address,
                    reason(failure));
        } else if (asked) {
            log.info("Port {} belongs to another version of this plugin, which was asked to close it", address);
        } else {
            log.error(
                    "Cannot listen on {}: {}. {}. The connector retries. {}",
                    address,
                    reason(failure),
                    purpose.loss,
                    failure instanceof UnusableKeystoreException
                            ? "Correct the keystore's file or webhook.ssl.*"
                            : "Free the port, or correct " + purpose.keys);
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
