package io.cioconnect.api;

import io.cioconnect.config.AppApiConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/** OkHttp, set up so that it sends each request once, to the host of the base URL (by the JVM's proxy, if any), and nowhere else. */
final class Transport implements AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final String RETRY_AFTER = "Retry-After";
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final HttpUrl base;
    private final String userAgent;
    private final ExecutorService threads = threads();
    private final OkHttpClient client;

    Transport(AppApiConfig config, String userAgent) {
        this.base = HttpUrl.get(config.baseUrl().toString());
        this.userAgent = userAgent;
        Duration timeout = config.timeout();
        this.client = new OkHttpClient.Builder()
                // a connection of its own for each call, so that ending one harms no other
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false) // it would also repeat a POST
                .connectionPool(new ConnectionPool(2, 1, TimeUnit.MINUTES))
                .dispatcher(new Dispatcher(threads))
                .addNetworkInterceptor(chain -> {
                    Connected connected = chain.request().tag(Connected.class);
                    if (connected != null) {
                        connected.set(true);
                    }
                    return withoutRetryAfter(chain.proceed(chain.request()));
                })
                .build();
    }

    /**
     * All waiting is ours: OkHttp would repeat a call by itself when this header is 0, and fail when it is not an int. A value with other
     * than printable characters is left out, because OkHttp would not accept it in the renamed header.
     */
    private static Response withoutRetryAfter(Response response) {
        Response.Builder renamed = response.newBuilder().removeHeader(RETRY_AFTER);
        response.headers(RETRY_AFTER).stream()
                .filter(RetryAfter::isPrintable)
                .forEach(value -> renamed.addHeader(RetryAfter.RENAMED, value));
        return renamed.build();
    }

    /** Whether a connection stood, so that the request may have reached the server. */
    static final class Connected extends AtomicBoolean {
        private static final long serialVersionUID = 1L;
    }

    Exchange send(Request request) {
        return Exchange.begin(client, request);
    }

    /** A request whose {@link Connected} tag tells afterwards how far it came. */
    Request.Builder request(String path, Map<String, String> query, String key) {
        HttpUrl.Builder url = base.newBuilder().addPathSegments(path.substring(1));
        query.forEach(url::addQueryParameter);
        Request.Builder request = new Request.Builder()
                .url(url.build())
                .tag(Connected.class, new Connected())
                .header("Accept", "application/json")
                .header("User-Agent", userAgent);
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    /** A body that OkHttp sends once at most. */
    static RequestBody once(byte[] json) {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return JSON;
            }

            @Override
            public long contentLength() {
                return json.length;
            }

            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(json);
            }
        };
    }

    /** The host a redirect points to; its path might hold a secret. */
    String redirectHost(String location) {
        HttpUrl target = base.resolve(location);
        return target == null ? "an invalid address" : target.host();
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        threads.shutdown();
        client.connectionPool().evictAll();
    }

    private static ExecutorService threads() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            var thread = new Thread(task, "customerio-app-api-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
