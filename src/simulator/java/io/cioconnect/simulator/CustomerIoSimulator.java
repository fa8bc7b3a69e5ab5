package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

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
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Server server;
    private final ServerConnector connector;
    private volatile CountDownLatch hanging = new CountDownLatch(1);
    private volatile boolean rateLimited = true;
    private volatile Consumer<ServedPage> pageListener = page -> {};
    private volatile String apiKey = "simulated-app-api-key-0123456789";

    /** On a free port. */
    public CustomerIoSimulator() throws IOException {
        this(0);
    }

    public CustomerIoSimulator(int port) throws IOException {
        this("localhost", port);
    }

    /** @param listenAddress {@code 0.0.0.0} to be reached from containers; everybody who reaches this machine then does */
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
        server.setHandler(new Routes());
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

    /** The same for somebody to whom this machine has another name. */
    public URI urlFrom(String host) {
        return URI.create("http://" + host + ":" + connector.getLocalPort());
    }

    /** The only key that is let in. */
    public String apiKey() {
        return apiKey;
    }

    public void setApiKey(String key) {
        apiKey = key;
    }

    /** The rows of a table's list. */
    public ApiList list(String table) {
        return lists.list(table);
    }

    public ApiLists lists() {
        return lists;
    }

    public ApiFaults faults() {
        return faults;
    }

    public ReportingWebhooks reportingWebhooks() {
        return reportingWebhooks;
    }

    public RequestLog requests() {
        return requests;
    }

    /**
     * What a request for a page of a list is about to get.
     *
     * @param number of the page, from 1
     * @param ids of its rows
     */
    public record ServedPage(Instant at, String table, int number, Set<String> ids) {}

    /** Called for each page that is served as it is, on the thread that serves it. */
    public void onPage(Consumer<ServedPage> listener) {
        pageListener = listener;
    }

    /** Whether the limit of 10 requests per second is kept; it is at first. */
    public void limitRate(boolean value) {
        rateLimited = value;
    }

    /** Cuts the connections of all requests that hang. */
    public synchronized void releaseHanging() {
        hanging.countDown();
        hanging = new CountDownLatch(1);
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        releaseHanging();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("cannot stop the simulator", e);
        }
    }

    private final class Routes extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws IOException, InterruptedException {
            String query = request.getHttpURI().getQuery();
            RequestLog.Line line =
                    requests.begin(request.getMethod(), request.getHttpURI().getPath(), query == null ? "" : query);
            try {
                serve(request, new Answering(response, line, closing));
                callback.succeeded();
            } catch (Answering.Reset e) {
                reset(request);
                callback.failed(new EofException(e)); // Jetty does not log this one
            }
            return true;
        }

        private void serve(Request request, Answering answering)
                throws IOException, InterruptedException, Answering.Reset {
            String path = request.getHttpURI().getPath();
            Optional<ApiList> list = lists.at(path);
            Map<String, String> query = Map.of();
            Optional<ListPage> page = Optional.empty();
            if (!("Bearer " + apiKey).equals(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
                answering.send(Reply.error(401, "unauthorized"), Optional.empty());
                return;
            }
            if (list.isPresent()) {
                try {
                    query = parameters(request);
                    page = Optional.of(ApiLists.page(list.get(), query));
                } catch (ListPage.BadQuery e) {
                    answering.send(Reply.error(400, "bad request: " + e.getMessage()), Optional.empty());
                    return;
                }
            }
            Optional<Fault> fault = faults.take(
                    request.getMethod(), path, page.map(ListPage::number).orElse(1));
            if (fault.isPresent() && fault.get() instanceof Fault.Hang) {
                hanging.await();
                throw new Answering.Reset("let go");
            } else if (fault.isPresent() && fault.get() instanceof Fault.Answer answer) {
                answering.send(answer);
            } else if (rateLimited && !rate.admit()) {
                answering.send((Fault.Answer) Fault.rateLimited(1));
            } else if (page.isPresent()) {
                if (fault.isEmpty()) {
                    pageListener.accept(served(list.get(), page.get()));
                }
                answering.send(list.get(), page.get(), fault);
            } else {
                answer(request, path, answering, fault);
            }
        }

        private static ServedPage served(ApiList list, ListPage page) {
            Set<String> ids = page.rows().stream().map(ApiList.Row::id).collect(Collectors.toUnmodifiableSet());
            return new ServedPage(Instant.now(), list.name(), page.number(), ids);
        }

        private void answer(Request request, String path, Answering answering, Optional<Fault> fault)
                throws IOException, Answering.Reset {
            if (path.equals("/v1/workspaces")) {
                answering.send(Reply.json(200, Samples.object("""
                        {"workspaces": [{"id": 1, "name": "Simulated workspace", "people": 3, "messages_sent": 70,
                          "billable_messages_sent": 70, "object_types": 2, "objects": 0}]}""")), fault);
            } else if (path.equals(ReportingWebhooks.PATH) || path.startsWith(ReportingWebhooks.PATH + "/")) {
                byte[] body = Content.Source.asInputStream(request).readAllBytes();
                ReportingWebhooks.Outcome outcome = reportingWebhooks.answer(request.getMethod(), path, body);
                if (outcome.lost()) {
                    throw new Answering.Reset("reply lost");
                }
                answering.send(outcome.reply(), fault);
            } else {
                answering.send(Reply.unknownPath(), fault);
            }
        }

        private static Map<String, String> parameters(Request request) {
            var parameters = new HashMap<String, String>();
            Request.extractQueryParameters(request, UTF_8)
                    .forEach(field -> parameters.put(field.getName(), field.getValue()));
            parameters.values().removeIf(String::isEmpty);
            return parameters;
        }

        private static void reset(Request request) throws IOException {
            Object transport = request.getConnectionMetaData()
                    .getConnection()
                    .getEndPoint()
                    .getTransport();
            var channel = (SocketChannel) transport;
            channel.setOption(StandardSocketOptions.SO_LINGER, 0); // closing then sends RST and not FIN
            channel.close();
        }
    }
}
