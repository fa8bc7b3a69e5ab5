package io.cioconnect.listener;

import io.cioconnect.config.TlsConfig;
import java.io.IOException;
import java.net.BindException;
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
    private static final int TRIES = 10;

    private record Bound(WebhookServer server, long openedAt) {}

    private final PortTrouble trouble;
    private final HostPort address;
    private final Function<ConnectionGuard, Handler> handler;
    private final ListenerTimings timings;
    private final LongSupplier nanoTime;
    private final PortHandover handover;
    private volatile @Nullable Bound bound;
    private volatile @Nullable TlsKeystore keystore; // read by any thread, changed by the port's
    private Optional<TlsConfig> wanted = Optional.empty();
    private Optional<TlsConfig> served = Optional.empty();
    private boolean wasShutOut;
    private int failures;
    private long retryAt;

    PortServer(
            PortTrouble trouble,
            HostPort address,
            Function<ConnectionGuard, Handler> handler,
            ListenerTimings timings,
            LongSupplier nanoTime,
            PortHandover handover) {
        this.trouble = trouble;
        this.address = address;
        this.handler = handler;
        this.timings = timings;
        this.nanoTime = nanoTime;
        this.handover = handover;
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

    /**
     * Once per tick: the port is to be open, for these connectors.
     *
     * @param shutOut it is open on another address of this JVM. When it is not any more, nobody is refused a connection until the next
     *     retry
     */
    void want(Optional<TlsConfig> tls, Set<String> connectors, Duration patience, boolean shutOut) {
        if (!wanted.equals(tls) || (wasShutOut && !shutOut)) {
            wanted = tls;
            retryNow();
        }
        wasShutOut = shutOut;
        if ((bound == null || !served.equals(tls)) && nanoTime.getAsLong() - retryAt >= 0) {
            apply(connectors, patience, TRIES);
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
        current.server().stop(patience);
        handover.withdraw(current.server().port()); // says that the port is free
    }

    private void retryNow() {
        failures = 0;
        retryAt = nanoTime.getAsLong();
    }

    /**
     * Whoever has the port may be about to close it. Until it is bound again, connections are refused, and Customer.io waits an hour after
     * each: so a port in use is retried soon.
     *
     * @param tries how many are left, this one included
     */
    private void apply(Set<String> connectors, Duration patience, int tries) {
        try {
            if (bound != null && keystore != null && wanted.isPresent()) {
                keystore.use(wanted.get());
            } else {
                start(patience);
            }
            served = wanted;
            failures = 0;
            trouble.clear();
        } catch (IOException | RuntimeException e) {
            boolean isTaken = bound == null && e instanceof BindException;
            boolean asked = isTaken && handover.ask(address.port(), connectors);
            if (isTaken && tries > 1) {
                handover.await(address.port(), connectors);
                apply(connectors, patience, tries - 1);
                return;
            }
            failures++;
            retryAt = nanoTime.getAsLong() + timings.retry().after(failures).toNanos();
            if (bound != null) {
                trouble.reportOldSettingsKept(e);
            } else {
                trouble.reportNotOpened(e, asked);
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
}
