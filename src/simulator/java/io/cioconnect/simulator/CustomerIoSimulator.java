package io.cioconnect.simulator;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Customer.io's App API on a port of this machine, with the sample rows in its ten lists, its limit of 10 requests per second,
 * and the management of reporting webhooks. Everything can be changed while it runs, from any thread.
 */
public final class CustomerIoSimulator implements AutoCloseable {
    public static final int REQUESTS_PER_SECOND = 10;

    private final ApiLists lists = new ApiLists();
    private final ApiFaults faults = new ApiFaults();
    private final ReportingWebhooks reportingWebhooks = new ReportingWebhooks();
    private final RequestLog requests = new RequestLog();
    private final RateWindow rate = new RateWindow(REQUESTS_PER_SECOND, Duration.ofSeconds(1), System::nanoTime);
    private volatile Clock clock = Clock.systemUTC();
    private final WiderApi wider = new WiderApi(lists, this::clock);
    private final Deliveries deliveries = new Deliveries(lists, wider.children(), this::clock);
    private final Moods moods = new Moods();
    private final Holds holds = new Holds();
    private final Server server;
    private final ServerConnector connector;
    private volatile boolean rateLimited = true;
    private volatile Consumer<ServedPage> pageListener = page -> {};
    private volatile BiConsumer<Instant, String> withholdingListener = (at, list) -> {};
    private volatile List<String> apiKeys = List.of("simulated-app-api-key-0123456789"); // the newest last

    /** On a free port. */
    public CustomerIoSimulator() throws IOException {
        this(0);
    }

    public CustomerIoSimulator(int port) throws IOException {
        this("localhost", port);
    }

    /** @param listenAddress {@code 0.0.0.0} makes it reachable from containers, and from every host that can reach this machine */
    public CustomerIoSimulator(String listenAddress, int port) throws IOException {
        var threads = new QueuedThreadPool(200);
        threads.setName("customerio-simulator");
        threads.setDaemon(true);
        server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(listenAddress);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new Routes(this, holds));
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("cannot start the simulator on port " + port, e);
        }
    }

    /** Value for {@code app.api.url}, such as {@code http://localhost:41234}. */
    public URI url() {
        return urlFrom("localhost");
    }

    /** The same, for callers that reach this machine under another name. */
    public URI urlFrom(String host) {
        return URI.create("http://" + host + ":" + connector.getLocalPort());
    }

    /** The key that is accepted; the only one unless it is being rotated. */
    public String apiKey() {
        return apiKeys.get(apiKeys.size() - 1);
    }

    public void setApiKey(String key) {
        apiKeys = List.of(key);
    }

    /** Accepts another key beside the one before. */
    public void rotateApiKey(String next) {
        apiKeys = List.of(apiKey(), next);
    }

    /** Refuses the key before the rotation. */
    public void revokeOldApiKey() {
        apiKeys = List.of(apiKey());
    }

    /** The rows of a table's list. */
    public ApiList list(String table) {
        return lists.list(table);
    }

    public ApiLists lists() {
        return lists;
    }

    /** What the API serves beyond the ten lists. */
    public WiderApi wider() {
        return wider;
    }

    /** Messages sent, and what happened to them; none at first. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** The clock for metrics and deliveries. The rate limit always uses the machine's clock. */
    public void useClock(Clock value) {
        clock = value;
    }

    public Clock clock() {
        return clock;
    }

    public ApiFaults faults() {
        return faults;
    }

    /** The ways in which it differs from Customer.io's documentation; none at first. */
    public Moods moods() {
        return moods;
    }

    public ReportingWebhooks reportingWebhooks() {
        return reportingWebhooks;
    }

    public RequestLog requests() {
        return requests;
    }

    /**
     * The page that a request for a list is about to get.
     *
     * @param number of the page, from 1
     * @param ids of its rows
     */
    public record ServedPage(Instant at, String table, int number, Set<String> ids) {}

    /** Called for each page that is served without a fault, on the serving thread. */
    public void onPage(Consumer<ServedPage> listener) {
        pageListener = listener;
    }

    /** Called with the name of each list that is about to look empty by a fault, on the serving thread. */
    public void onWithholding(BiConsumer<Instant, String> listener) {
        withholdingListener = listener;
    }

    /** Whether the limit of 10 requests per second is enforced; on at first. */
    public void limitRate(boolean value) {
        rateLimited = value;
    }

    /** Cuts the connections of all requests that hang. */
    public void releaseHanging() {
        holds.release();
    }

    boolean lets(@Nullable String authorization) {
        return apiKeys.stream().anyMatch(key -> ("Bearer " + key).equals(authorization));
    }

    boolean admits() {
        return !rateLimited || rate.admit();
    }

    void serves(String table, ListPage page) {
        Set<String> ids = page.rows().stream().map(ApiList.Row::id).collect(Collectors.toUnmodifiableSet());
        pageListener.accept(new ServedPage(Instant.now(), table, page.number(), ids));
    }

    void withholds(String list) {
        withholdingListener.accept(Instant.now(), list);
    }

    @Override
    public void close() throws IOException {
        holds.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("cannot stop the simulator", e);
        }
    }
}
