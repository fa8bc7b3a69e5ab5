package io.cioconnect.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cioconnect.testing.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A forward proxy, as {@code https.proxyHost} names it, that reaches nobody: tunnels to one host end, with TLS for that host, at a server
 * of this machine, and all others are refused. Writes down which hosts were asked for.
 */
final class ForwardProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "forward-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final String host;
    private final SSLContext tls;
    private volatile URI target = URI.create("http://localhost:1");

    /** @param keystore with the host's certificate, by {@link TestCertificate} */
    ForwardProxy(String host, Path keystore) throws IOException, GeneralSecurityException {
        this.host = host;
        char[] password = TestCertificate.PASSWORD.toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(keystore.toFile(), password), password);
        tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        submit(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Who stands behind the host from now on. */
    void leadTo(URI plainServer) {
        target = plainServer;
    }

    /** Hosts with ports, as often as a tunnel was asked for. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Whoever closes a connection ends the work on it. */
    private void submit(Work work) {
        Future<?> unused = threads.submit(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                return;
            }
        });
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            submit(() -> {
                try (client) {
                    serve(client);
                }
            });
        }
    }

    private void serve(Socket client) throws IOException {
        String wanted = head(client.getInputStream()).split(" ", -1)[1];
        asked.add(wanted);
        if (!wanted.equals(host + ":443")) {
            client.getOutputStream().write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
            return;
        }
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
        try (SSLSocket inner = (SSLSocket) tls.getSocketFactory().createSocket(client, host, 443, true);
                Socket behind = new Socket(target.getHost(), target.getPort())) {
            inner.setUseClientMode(false);
            submit(() -> copy(behind, inner));
            copy(inner, behind);
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (OutputStream out = to.getOutputStream()) {
            from.getInputStream().transferTo(out);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
