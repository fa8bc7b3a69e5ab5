package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.cioconnect.it.harness.FreePort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shipped configurations of real load balancers, with two receivers behind them in any state: what Customer.io sees is the receiver's
 * answer, or 503. Each is skipped where its program is not installed.
 */
@Timeout(60)
final class LoadBalancerIT {
    private static final Path CONFIGURATIONS =
            Path.of("config", "load-balancers").toAbsolutePath();

    @TempDir
    Path directory;

    private final int front = FreePort.next();
    private final HttpClient customerIo = HttpClient.newHttpClient();
    private Process balancer;

    @AfterEach
    void stopTheBalancer() throws InterruptedException {
        if (balancer != null) {
            balancer.destroy();
            if (!balancer.waitFor(10, TimeUnit.SECONDS)) {
                balancer.destroyForcibly();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"haproxy", "nginx"})
    void noWorkerIsThere(String program) throws Exception {
        start(program, FreePort.next(), FreePort.next());

        HttpResponse<String> answer = deliver();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(deliver().statusCode()).as("the next one too").isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"haproxy", "nginx"})
    void aWorkerDiesWithTheDelivery(String program) throws Exception {
        try (var cut = new CutReceiver()) {
            start(program, cut.port(), FreePort.next());

            assertThat(List.of(deliver().statusCode(), deliver().statusCode())).containsOnly(503);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"haproxy", "nginx"})
    void oneWorkerIsLeft(String program) throws Exception {
        HttpServer receiver = receiver(200);
        try {
            start(program, FreePort.next(), receiver.getAddress().getPort());

            await("the balancer knows who is ready")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> deliver().statusCode() == 200);
            assertThat(List.of(
                            deliver().statusCode(),
                            deliver().statusCode(),
                            deliver().statusCode()))
                    .containsOnly(200);
        } finally {
            receiver.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"haproxy", "nginx"})
    void theReceiversOwnAnswersPass(String program) throws Exception {
        HttpServer receiver = receiver(401);
        try {
            int port = receiver.getAddress().getPort();
            start(program, port, port);

            await("the balancer knows who is ready")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> deliver().statusCode() == 401);
        } finally {
            receiver.stop(0);
        }
    }

    private HttpResponse<String> deliver() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + front + "/webhooks/customerio"))
                .POST(BodyPublishers.ofString("{\"event_id\":\"1\"}"))
                .build();
        return customerIo.send(request, BodyHandlers.ofString());
    }

    private void start(String program, int first, int second) throws Exception {
        Path binary = Path.of("/usr/sbin", program);
        assumeTrue(Files.isExecutable(binary), program + " is not installed");
        Path file = directory.resolve(program + ".conf");
        boolean haproxy = program.equals("haproxy");
        Files.writeString(file, haproxy ? haproxy(first, second) : nginx(first, second));
        Path log = directory.resolve("log");
        List<String> command = haproxy
                ? List.of(binary.toString(), "-db", "-f", file.toString())
                : List.of(
                        binary.toString(),
                        "-c",
                        file.toString(),
                        "-g",
                        "daemon off; error_log stderr; pid " + directory.resolve("pid") + ";");
        balancer = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await(program + " listens").atMost(Duration.ofSeconds(20)).until(() -> {
            assertThat(balancer.isAlive()).as(() -> read(log)).isTrue();
            return isOpen(front);
        });
    }

    /** As shipped, but for what the page tells to replace: names, certificate and path. */
    private String haproxy(int first, int second) throws IOException {
        return replaced("haproxy.cfg")
                .replace("bind :443 ssl crt /etc/haproxy/certificate.pem", "bind localhost:" + front)
                .replace(
                        "/etc/haproxy/503.http",
                        CONFIGURATIONS.resolve("503.http").toString())
                .replace("connect1.example.com:8099", "localhost:" + first)
                .replace("connect2.example.com:8099", "localhost:" + second);
    }

    private String nginx(int first, int second) throws IOException {
        return replaced("nginx.conf")
                .replace("listen 443 ssl;", "listen 127.0.0.1:" + front + ";")
                .replaceAll("ssl_certificate\\S* [^;]*;", "")
                .replace("http {", "http {\n  access_log off;")
                .replace("connect1.example.com:8099", "127.0.0.1:" + first)
                .replace("connect2.example.com:8099", "127.0.0.1:" + second);
    }

    private static String replaced(String file) throws IOException {
        return Files.readString(CONFIGURATIONS.resolve(file));
    }

    private static HttpServer receiver(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/readyz") ? 200 : status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static boolean isOpen(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Says it is ready, and closes the connection of every delivery without an answer. */
    private static final class CutReceiver implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        private CutReceiver() throws IOException {
            Thread thread = new Thread(this::run, "cut-receiver");
            thread.setDaemon(true);
            thread.start();
        }

        private int port() {
            return socket.getLocalPort();
        }

        private void run() {
            try {
                while (true) {
                    serve();
                }
            } catch (SocketException e) {
                assertThat(socket.isClosed()).as(e::toString).isTrue();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private void serve() throws IOException {
            try (Socket connection = socket.accept()) {
                byte[] head = new byte[4096];
                int length = connection.getInputStream().read(head);
                if (length > 0
                        && new String(head, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1)
                                .startsWith("GET /readyz")) {
                    connection
                            .getOutputStream()
                            .write("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"
                                    .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
