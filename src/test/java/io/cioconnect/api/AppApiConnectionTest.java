package io.cioconnect.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.cioconnect.config.AppApiConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppApiConnectionTest {
    private static final String ROWS = "{\"rows\":[{\"id\":1},{\"id\":2}]}";

    private final CollectedRows rows = new CollectedRows();

    @AutoClose
    private final MockApi api = new MockApi();

    @ParameterizedTest
    @CsvSource({
        "https://api.customer.io,api.customer.io",
        "https://API.Customer.io:443/,api.customer.io",
        "http://Gateway.example.com/cio,gateway.example.com",
        "http://localhost:8080/cio,localhost:8080",
        "https://[::1]:8443,[::1]:8443",
    })
    void namesTheHost(URI url, String host) {
        assertThat(api.client(url).host()).isEqualTo(host);
    }

    /** Three billion is no int: the HTTP library would fail on it. */
    @ParameterizedTest
    @CsvSource({"0,1", "3000000000,300"})
    void noWaitIsLeftToTheHttpLibrary(String retryAfter, int seconds) throws Exception {
        api.answer(503, "", "Retry-After", retryAfter).answer(429, "", "Retry-After", retryAfter);
        api.answer(200, ROWS);
        assertThat(MockApi.page(api.client(), rows).rows()).isEqualTo(2);
        assertThat(api.server.getRequestCount()).isEqualTo(3);
        assertThat(api.time.waits())
                .containsExactly(Duration.ofSeconds(Math.max(2, seconds)), Duration.ofSeconds(seconds));
    }

    /** Copying such a value would throw on the HTTP library's thread. */
    @ParameterizedTest
    @ValueSource(strings = {"5 \u00e9", "\u0665", "5\u0085"})
    void aRetryAfterThatIsNotPrintableCountsAsNone(String retryAfter) throws Exception {
        api.answer(new MockResponse.Builder()
                .code(429)
                .headers(new Headers.Builder()
                        .addUnsafeNonAscii("Retry-After", retryAfter)
                        .build())
                .body("") // or else the client waits for the end of the connection
                .build());
        api.answer(200, ROWS);
        assertThat(MockApi.page(api.client(), rows).rows()).isEqualTo(2);
        assertThat(api.server.getRequestCount()).isEqualTo(2);
        assertThat(api.time.waits()).containsExactly(Duration.ofSeconds(60));
    }

    @Test
    void usesTheProxyOfTheJvm() throws Exception {
        String[] names = {"http.proxyHost", "http.proxyPort", "https.proxyHost", "https.proxyPort"};
        for (String name : names) {
            System.setProperty(name, name.endsWith("Host") ? "localhost" : Integer.toString(api.server.getPort()));
        }
        try {
            api.answer(200, ROWS);
            MockApi.page(api.client(URI.create("http://api.example.test")), rows);
            assertThat(api.request().getRequestLine()).isEqualTo("GET http://api.example.test/v1/rows HTTP/1.1");

            api.answer(502, "");
            AppApiClient secure = api.client(URI.create("https://api.example.test"));
            assertThat(catchThrowableOfType(
                            AppApiException.class, () -> secure.probe("/v1/rows", Map.of(), Duration.ofSeconds(10))))
                    .hasMessageStartingWith("GET /v1/rows: no connection: ")
                    .hasMessageContaining("502. Check region (or app.api.url, if set), and that firewall and proxy");
            RecordedRequest connect = api.request();
            assertThat(connect.getRequestLine()).isEqualTo("CONNECT api.example.test:443 HTTP/1.1");
            assertThat(connect.getHeaders().toString()).doesNotContain(MockApi.KEY, "Authorization");
        } finally {
            for (String name : names) {
                System.clearProperty(name);
            }
        }
    }

    @Test
    void triesAgainWhenTheConnectionIsRefused() {
        URI url = api.url();
        api.server.close();
        AppApiException e = catchThrowableOfType(AppApiException.class, () -> MockApi.page(api.client(url), rows));
        assertThat(e.status()).isZero();
        assertThat(e)
                .hasCauseInstanceOf(ConnectException.class)
                .hasMessageStartingWith("GET /v1/rows: no connection: ")
                .hasMessageContaining("Check region (or app.api.url, if set)");
        assertThat(rows.begun).isEqualTo(5);
    }

    /** A network without a way there is not reported as a refused connection is. */
    @Test
    void aHostThatNoRouteLeadsToIsNoConnectionEither() {
        URI broadcast = URI.create("http://255.255.255.255");
        AppApiException e =
                catchThrowableOfType(AppApiException.class, () -> MockApi.page(api.client(broadcast), rows));
        assertThat(e)
                .hasMessageStartingWith("GET /v1/rows: no connection: ")
                .hasMessageContaining("Check region (or app.api.url, if set)");
    }

    @Test
    void givesUpOnASilentServer() {
        for (int i = 0; i < 5; i++) {
            api.answer(new MockResponse.Builder()
                    .onResponseStart(SocketEffect.Stall.INSTANCE)
                    .build());
        }
        AppApiClient client = api.client(api.url(), Duration.ofMillis(250));
        AppApiException e = catchThrowableOfType(AppApiException.class, () -> MockApi.page(client, rows));
        assertThat(e).hasCauseInstanceOf(SocketTimeoutException.class).hasMessageContaining("for 250 ms");
        assertThat(rows.begun).isEqualTo(5);
    }

    @Test
    void aReplyMayTakeLongerThanTheTimeoutWhileBytesArrive() throws Exception {
        Duration timeout = Duration.ofSeconds(1);
        api.answer(new MockResponse.Builder()
                .body(ROWS)
                .throttleBody(2, 100, TimeUnit.MILLISECONDS) // 1.3 s in all
                .build());
        assertThat(MockApi.page(api.client(api.url(), timeout), rows).rows()).isEqualTo(2);
        assertThat(rows.begun).isEqualTo(1);
    }

    @Test
    void anInterruptEndsTheWaitForAReply() throws Exception {
        api.answer(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        endsByInterrupt();
    }

    @Test
    void anInterruptEndsTheReadingOfABody() throws Exception {
        api.answer(new MockResponse.Builder()
                .body(ROWS)
                .throttleBody(10, 1, TimeUnit.HOURS)
                .build());
        endsByInterrupt();
    }

    @Test
    void closingEndsCallsUnderWayAndThoseToCome() throws Exception {
        api.answer(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        AppApiClient client = api.client();
        var outcome = new CompletableFuture<Throwable>();
        startPage(client, outcome);
        api.request();
        client.close();
        assertThat(outcome.get(10, TimeUnit.SECONDS))
                .isInstanceOf(AppApiException.class)
                .hasMessage("the client was closed");
        assertThat(catchThrowableOfType(AppApiException.class, () -> MockApi.page(client, rows)))
                .hasMessage("the client was closed");
        assertThat(catchThrowableOfType(
                        AppApiException.class, () -> client.probe("/v1/rows", Map.of(), Duration.ofSeconds(1))))
                .hasMessage("the client was closed");
        await("the client's threads end")
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith("customerio-app-api")));
    }

    @Test
    void closingEndsAWait() throws Exception {
        var config = new AppApiConfig(api.url(), Optional.of(new Password(MockApi.KEY)), 8, Duration.ofSeconds(10));
        api.answer(429, "");
        var client = new AppApiClient(config, 100, "test");
        var outcome = new CompletableFuture<Throwable>();
        startPage(client, outcome);
        api.request();
        client.close();
        assertThat(outcome.get(10, TimeUnit.SECONDS)).hasMessage("the client was closed");
    }

    @Test
    void usesOneConnectionForOneCallAfterTheOther() throws Exception {
        AppApiClient client = api.client();
        for (int i = 0; i < 3; i++) {
            api.answer(200, ROWS);
            MockApi.page(client, rows);
        }
        for (int i = 0; i < 3; i++) {
            RecordedRequest request = api.request();
            assertThat(request.getConnectionIndex()).isZero();
            assertThat(request.getExchangeIndex()).isEqualTo(i);
        }
    }

    private void endsByInterrupt() throws Exception {
        var outcome = new CompletableFuture<Throwable>();
        Thread caller = startPage(api.client(), outcome);
        api.request();
        caller.interrupt();
        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(api.server.getRequestCount()).isEqualTo(1);
    }

    private Thread startPage(AppApiClient client, CompletableFuture<Throwable> outcome) {
        var thread = new Thread(() -> outcome.complete(catchThrowableOfType(
                Exception.class, () -> client.page("/v1/rows", Map.of(), "rows", rows, () -> false))));
        thread.start();
        return thread;
    }

    /** Or else its caller would wait for ever. */
    @Test
    void anErrorOnTheThreadOfTheHttpLibraryEndsTheCall() throws Exception {
        api.answer(200, ROWS);
        OkHttpClient client = new OkHttpClient.Builder()
                .dispatcher(new Dispatcher(Executors.newSingleThreadExecutor(AppApiConnectionTest::quietThread)))
                .addInterceptor(chain -> chain.proceed(chain.request())
                        .newBuilder()
                        .body(new BodyWithAnError())
                        .build())
                .build();
        Request request = new Request.Builder().url(api.server.url("/v1/rows")).build();
        try (Exchange exchange = Exchange.begin(client, request)) {
            exchange.head(Duration.ofSeconds(10));
            assertThatThrownBy(() -> exchange.body().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasRootCauseInstanceOf(NoClassDefFoundError.class);
        } finally {
            client.dispatcher().executorService().shutdown();
        }
    }

    private static Thread quietThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setUncaughtExceptionHandler((dead, expected) -> {});
        return thread;
    }

    private static final class BodyWithAnError extends ResponseBody {
        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return -1;
        }

        @Override
        public BufferedSource source() {
            return Okio.buffer(new ForwardingSource(new Buffer()) {
                @Override
                public long read(Buffer sink, long bytes) {
                    throw new NoClassDefFoundError("simulated");
                }
            });
        }
    }
}
