package io.cioconnect.listener;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Jetty, from bound to stopped. HTTP/1.1 with small heads and nothing else: no HTTP/2, no compression, no server header, no
 * error pages. A request passes
 *
 * <pre>
 *   NetworkConnectionLimit   stops accepting while there are too many connections
 *   ConnectionGuard          closes those that do not get a head together
 *   HttpConnection           framing: 400, 414, 431, through EmptyErrors
 *   WebhookHandler           everything else (HealthHandler on a health port)
 * </pre>
 *
 * All threads are daemons: a listener that is only kept open does not hold up the end of a worker.
 */
final class WebhookServer {
    private static final Logger log = LoggerFactory.getLogger(WebhookServer.class);

    private static final int HEAD_SIZE = 8 * 1024;
    private static final int MAX_CONNECTIONS = 4_096;
    private static final int BACKLOG = 1_024;
    private static final int MAX_THREADS = 16; // nothing we do on them blocks

    private final Server server;
    private final ServerConnector connector;
    private final ConnectionGuard guard;
    private final int port;

    private WebhookServer(Server server, ServerConnector connector, ConnectionGuard guard, int port) {
        this.server = server;
        this.connector = connector;
        this.guard = guard;
        this.port = port;
    }

    /** @throws BindException when the port is in use */
    static WebhookServer start(
            HostPort address,
            Optional<TlsKeystore> keystore,
            Function<ConnectionGuard, Handler> handler,
            ListenerTimings timings)
            throws IOException {
        ServerSocketChannel channel = bind(address);
        try {
            return start(channel, keystore, handler, timings);
        } catch (IOException | RuntimeException | Error e) { // an Error too, or nobody could bind the port again
            channel.close();
            throw e;
        }
    }

    private static WebhookServer start(
            ServerSocketChannel channel,
            Optional<TlsKeystore> keystore,
            Function<ConnectionGuard, Handler> handler,
            ListenerTimings timings)
            throws IOException {
        int port = channel.socket().getLocalPort();
        var threads = new QueuedThreadPool(MAX_THREADS, 2, 30_000);
        threads.setName("customerio-webhook-" + port);
        threads.setDaemon(true);
        var server = new Server(
                threads,
                new ScheduledExecutorScheduler("customerio-webhook-" + port + "-timer", true),
                new RequestBuffers());
        var guard = new ConnectionGuard(timings);
        ServerConnector connector = connector(server, keystore, guard, timings);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        server.setHandler(handler.apply(guard));
        server.setErrorHandler(new EmptyErrors());
        var started = new WebhookServer(server, connector, guard, port);
        try {
            connector.open(channel);
            server.start();
            return started;
        } catch (Exception e) {
            started.stopJetty();
            throw new IOException("Could not start the HTTP server: " + e, e);
        } catch (Error e) {
            started.stopJetty();
            throw e;
        }
    }

    private static ServerSocketChannel bind(HostPort address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            // never SO_REUSEPORT: a forgotten worker on the same port would take a share of the deliveries
            channel.bind(new InetSocketAddress(address.host(), address.port()), BACKLOG);
            return channel;
        } catch (RuntimeException e) { // an unknown host, or an address of a family that this JVM does not use
            channel.close();
            throw new IOException(e);
        } catch (BindException e) {
            channel.close();
            throw isOfThisMachine(address.host()) ? e : new IOException(null, e);
        } catch (IOException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Otherwise a port of it is not in use, and nobody could free it. */
    private static boolean isOfThisMachine(String host) {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(host, 0));
            return true;
        } catch (IOException | RuntimeException e) {
            log.debug("{} is no address of this machine", host, e);
            return false;
        }
    }

    private static ServerConnector connector(
            Server server, Optional<TlsKeystore> keystore, ConnectionGuard guard, ListenerTimings timings) {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(HEAD_SIZE);
        // a target with a host of its own counts for more than the Host header (RFC 9112, 3.2.2), and we read neither
        configuration.setHttpCompliance(
                HttpCompliance.RFC9110.with("ANY_HOST", HttpCompliance.Violation.MISMATCHED_AUTHORITY));
        // paths are compared as they stand on the wire (PathSegments), so that odd ones are 404 like any other unknown
        // path
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setUseInputDirectByteBuffers(false); // RequestBuffers relies on it
        var http = new HttpConnectionFactory(configuration);
        ConnectionFactory[] factories = keystore.map(keys -> new ConnectionFactory[] {tls(keys, http), http})
                .orElseGet(() -> new ConnectionFactory[] {http});
        var connector =
                new ServerConnector(server, new NextRequests(server.getThreadPool()), null, null, 1, 1, factories);
        connector.setIdleTimeout(timings.idle().toMillis());
        connector.addBean(guard);
        return connector;
    }

    private static SslConnectionFactory tls(TlsKeystore keystore, HttpConnectionFactory http) {
        var tls = new SslConnectionFactory(keystore.contextFactory(), http.getProtocol());
        // Jetty would answer 400 to a host name that the certificate does not have, which costs an hour; that is the
        // client's to check
        tls.setEnsureSecureRequestCustomizer(false);
        return tls;
    }

    int port() {
        return port;
    }

    /** Called once per tick, by one thread. */
    void tick() {
        guard.sweep();
    }

    /**
     * Frees the port at once and lets open requests come to their answers, on a thread of its own. Connections that are idle are
     * closed, the others after their next answer, which says so.
     */
    void stop(Duration patience) {
        connector.close();
        server.setStopTimeout(patience.toMillis());
        var closing = new Thread(this::stopJetty, "customerio-webhook-closing-" + port);
        closing.setDaemon(true);
        closing.start();
    }

    private void stopJetty() {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.info("Connections on port {} were still open when it was closed: {}", port, e.toString());
        }
    }
}
