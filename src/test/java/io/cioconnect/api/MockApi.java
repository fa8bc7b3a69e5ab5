package io.cioconnect.api;

import io.cioconnect.config.AppApiConfig;
import io.cioconnect.metrics.ApiMetrics;
import io.cioconnect.testing.ManualTime;
import io.cioconnect.testing.PromptSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import org.apache.kafka.common.config.types.Password;

/** A server with scripted answers, and clients of it whose waits take no time. */
final class MockApi implements AutoCloseable {
    static final String KEY = "canary-key-0123456789";

    /** Not the key, but told to the client as well. */
    static final String OTHER_SECRET = "canary-token-0123456789";

    final MockWebServer server = new MockWebServer();
    final ManualTime time = new ManualTime();
    final Pause pause = new Pause(time::nanos);
    private final ArrayList<AppApiClient> clients = new ArrayList<>();

    MockApi() {
        server.setServerSocketFactory(new PromptSockets());
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return server.url("/").uri();
    }

    AppApiClient client() {
        return client(url());
    }

    AppApiClient client(URI url) {
        return client(url, Duration.ofSeconds(10));
    }

    AppApiClient client(URI url, Duration timeout) {
        return client(new AppApiConfig(url, Optional.of(new Password("  " + KEY + "\r\n")), 8, timeout));
    }

    AppApiClient client(AppApiConfig config) {
        var client = new AppApiClient(
                config,
                new ApiMetrics(1e6),
                "kafka-connect-customerio/test",
                List.of(new Password(OTHER_SECRET)),
                time,
                pause,
                () -> 0.5);
        clients.add(client);
        return client;
    }

    MockApi answer(int status, String body, String... headers) {
        return answer(new MockResponse.Builder()
                .code(status)
                .headers(Headers.of(headers))
                .body(body)
                .build());
    }

    MockApi answer(MockResponse response) {
        server.enqueue(response);
        return this;
    }

    /** The next request the server got. */
    RecordedRequest request() throws InterruptedException {
        RecordedRequest request = server.takeRequest(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        return request;
    }

    static Page page(AppApiClient client, RowSink sink) throws Exception {
        return client.page("/v1/rows", Map.of(), "rows", sink, () -> false);
    }

    @Override
    public void close() {
        clients.forEach(AppApiClient::close);
        server.close();
    }
}
