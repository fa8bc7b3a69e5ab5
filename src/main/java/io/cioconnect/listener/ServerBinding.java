package io.cioconnect.listener;

import io.cioconnect.config.WebhookConfig;
import io.cioconnect.pace.LogThrottle;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a server on one address and port for as long as it is wanted: binds it, again and again when the port is taken, and binds
 * it anew when TLS is switched. Only the registry's thread changes it; the bound port is read by any.
 */
final class ServerBinding {
    private static final Logger log = LoggerFactory.getLogger(ServerBinding.class);

    private final HostPort address;
    private final Function<ConnectionGuard, Handler> handler;
    private final ListenerTimings timings;
    private final LongSupplier nanoTime;
    private final LogThrottle throttle;
    private volatile @Nullable WebhookServer server;
    private @Nullable TlsKeystore keystore;
    private Optional<WebhookConfig.Tls> servedTls = Optional.empty();
    private int failures;
    private long retryAt;

    ServerBinding(
            HostPort address,
            Function<ConnectionGuard, Handler> handler,
            ListenerTimings timings,
            LongSupplier nanoTime) {
        this.address = address;
        this.handler = handler;
        this.timings = timings;
        this.nanoTime = nanoTime;
        this.throttle = new LogThrottle(timings.complain(), nanoTime);
        this.retryAt = nanoTime.getAsLong();
    }

    OptionalInt boundPort() {
        WebhookServer current = server;
        return current == null ? OptionalInt.empty() : OptionalInt.of(current.port());
    }

    boolean isOpen() {
        return server != null;
    }

    /** Once per tick: the port is to be open. */
    void want(Optional<WebhookConfig.Tls> tls, Duration patience) {
        if (server != null && !servedTls.equals(tls)) {
            close(patience);
        }
        if (server == null && nanoTime.getAsLong() - retryAt >= 0) {
            bind(tls);
        }
        if (keystore != null) {
            keystore.tick();
        }
        if (server != null) {
            server.tick();
        }
    }

    /** The port is not needed any more. Open requests still get their answers. */
    void close(Duration patience) {
        if (server != null) {
            server.stop(patience);
            log.info("Closed port {}", server.port());
        }
        server = null;
        keystore = null;
        retryAt = nanoTime.getAsLong();
    }

    private void bind(Optional<WebhookConfig.Tls> tls) {
        try {
            keystore = tls.isEmpty()
                    ? null
                    : new TlsKeystore(tls.get(), timings.keystorePoll(), nanoTime, Clock.systemUTC());
            server = WebhookServer.start(address, Optional.ofNullable(keystore), handler, timings);
            servedTls = tls;
            failures = 0;
            throttle.reset();
        } catch (IOException e) {
            keystore = null;
            failures++;
            retryAt = nanoTime.getAsLong() + timings.retry().after(failures).toNanos();
            if (throttle.acquire()) {
                log.error(
                        "Cannot listen on {}: {}. Deliveries do not arrive; it is tried again until it works",
                        address,
                        reason(e));
            }
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
