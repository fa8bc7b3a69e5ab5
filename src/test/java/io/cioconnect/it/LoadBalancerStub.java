package io.cioconnect.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cioconnect.testing.TrustingEverybody;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for HAProxy as docker/haproxy.cfg sets it up: asks every receiver for {@code /readyz}, sends deliveries to one that is ready, and
 * answers 503 itself when there is none or something goes wrong behind it. Thread-safe.
 */
public final class LoadBalancerStub implements AutoCloseable {
    private static final Duration CHECK_EVERY = Duration.ofMillis(500);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration SERVER_TIMEOUT = Duration.ofMillis(3700);
    private static final Set<String> FORWARDED = Set.of("Content-Type", "X-CIO-Timestamp", "X-CIO-Signature");
    private static final int BUSY = 503;

    private final HttpServer front;
    private final List<String> receivers;
    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private final List<Broken> broken = new CopyOnWriteArrayList<>();
    private final ExecutorService forwarding = Executors.newFixedThreadPool(8);
    private final ScheduledExecutorService checking = Executors.newSingleThreadScheduledExecutor();
    private final String scheme;
    private final HttpClient http;

    /**
     * A delivery that reached a receiver and got no answer from it.
     *
     * @param receiver as "host:port"
     */
    public record Broken(String receiver, Instant from, Instant to, String error) {}

    /** @param receivers each as "host:port" */
    public LoadBalancerStub(List<String> receivers) throws IOException {
        this("http", receivers);
    }

    /** One that calls the receivers by HTTPS and takes any certificate, as one does in a network of its own. */
    public static LoadBalancerStub overTls(List<String> receivers) throws IOException {
        return new LoadBalancerStub("https", receivers);
    }

    private LoadBalancerStub(String scheme, List<String> receivers) throws IOException {
        this.scheme = scheme;
        this.receivers = List.copyOf(receivers);
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .sslContext(TrustingEverybody.context())
                .build();
        front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.setExecutor(forwarding);
        front.createContext("/", this::forward);
        front.start();
        var unused = checking.scheduleWithFixedDelay(this::check, 0, CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    public URI at(String path) {
        return URI.create("http://localhost:" + front.getAddress().getPort() + path);
    }

    /** What this load balancer answered in a receiver's place. */
    public List<Broken> broken() {
        return List.copyOf(broken);
    }

    private void check() {
        for (String receiver : receivers) {
            if (isReady(receiver)) {
                ready.add(receiver);
            } else {
                ready.remove(receiver);
            }
        }
    }

    private boolean isReady(String receiver) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(scheme + "://" + receiver + "/readyz"))
                .timeout(CONNECT)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException down) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = ready.stream()
                    .map(receiver -> status(receiver, exchange, body))
                    .filter(answer -> answer != 0)
                    .findFirst()
                    .orElse(BUSY);
            // one delivery per connection
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /** 0 when nothing was sent, so that another receiver may have it. */
    private int status(String receiver, HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        scheme + "://" + receiver + exchange.getRequestURI().getRawPath()))
                .timeout(SERVER_TIMEOUT)
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        FORWARDED.forEach(
                name -> setHeader(request, name, exchange.getRequestHeaders().getFirst(name)));
        Instant from = Instant.now();
        try {
            HttpResponse<Void> answer = http.send(request.build(), BodyHandlers.discarding());
            return answer.statusCode();
        } catch (ConnectException | HttpConnectTimeoutException notSent) {
            return 0;
        } catch (IOException e) {
            broken.add(new Broken(receiver, from, Instant.now(), e.toString()));
            return BUSY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return BUSY;
        }
    }

    private static void setHeader(HttpRequest.Builder request, String name, @Nullable String value) {
        if (value != null) {
            request.header(name, value);
        }
    }

    @Override
    public void close() {
        checking.shutdownNow();
        front.stop(0);
        forwarding.shutdownNow();
    }
}
