package io.cioconnect.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.config.AppApiConfig;
import io.cioconnect.metrics.ApiMetrics;
import io.cioconnect.pace.SystemTime;
import io.cioconnect.pace.Time;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.RowException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.kafka.common.config.types.Password;

/**
 * Calls the App API with retries, back-off and this task's share of the request budget. The key goes to the host of the base URL only (no
 * redirect is followed) and into no message. An interrupt of the calling thread ends a call at once, a wait between two tries included.
 * Thread-safe; when one call is told to wait by a 429, all do that this JVM makes with the same key.
 */
public final class AppApiClient implements AutoCloseable {
    /** What to check when the API cannot be reached. */
    private static final String REACH =
            "Check region (or app.api.url, if set), and that firewall and proxy let this worker reach that host.";

    private final Time time;
    private final ApiMetrics metrics;
    private final RateLimiter limiter;
    private final Retries retries;
    private final Transport transport;
    private final List<Password> secrets;
    private final String host;
    private final Duration timeout;
    private volatile Key key;
    private volatile boolean closed;

    /** @param errors makes messages that do not repeat it */
    private record Key(String text, boolean isUsable, ErrorReply errors) {}

    /** A client whose requests hold no secret but the key. */
    public AppApiClient(AppApiConfig config, double requestsPerSecond, String userAgent) {
        this(config, new ApiMetrics(requestsPerSecond), userAgent, List.of());
    }

    /**
     * @param metrics counts the calls, and has this task's share of the connector's budget
     * @param secrets beside the key, what requests may hold and a reply may repeat
     */
    public AppApiClient(AppApiConfig config, ApiMetrics metrics, String userAgent, List<Password> secrets) {
        this(
                config,
                metrics,
                userAgent,
                secrets,
                new SystemTime(),
                Pause.of(
                        config.baseUrl().toString(),
                        config.key().map(Password::value).orElse("").strip()),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    AppApiClient(
            AppApiConfig config,
            ApiMetrics metrics,
            String userAgent,
            List<Password> secrets,
            Time time,
            Pause pause,
            DoubleSupplier random) {
        this.host = config.host();
        this.time = time;
        this.timeout = config.timeout();
        this.metrics = metrics;
        this.limiter = new RateLimiter(metrics.budgetPerSecond());
        this.retries = new Retries(time, limiter, pause, metrics, random);
        this.transport = new Transport(config, userAgent);
        this.secrets = List.copyOf(secrets);
        this.key = key(config.key());
    }

    /** The key was resolved again: the calls to come use this one. Returns whether it is another one. Without a key nothing changes. */
    public boolean useKey(Optional<Password> resolved) {
        Key before = key;
        if (resolved.isPresent()) {
            key = key(resolved);
        }
        return !key.text.equals(before.text);
    }

    private Key key(Optional<Password> password) {
        String text = password.map(Password::value).orElse("").strip();
        boolean isUsable = text.chars().allMatch(c -> c > ' ' && c < 127);
        Stream<String> masked = Stream.concat(Stream.of(text), secrets.stream().map(Password::value));
        return new Key(isUsable ? text : "", isUsable, new ErrorReply(masked.toList()));
    }

    /** Host and, where it is not the default, port of the base URL. It named source partitions in earlier versions. */
    public String host() {
        return host;
    }

    /**
     * Fetches one page of a list and hands each row on as it is parsed. A reply without the records field is an error, null there is an empty
     * list. A page that breaks off is fetched again from its beginning, after another {@link RowSink#beginPage}.
     *
     * @param isTooLate asked while bytes arrive; the call fails as soon as it is true, even in a reply without end
     */
    public Page page(
            String path, Map<String, String> query, String recordsField, RowSink rows, BooleanSupplier isTooLate)
            throws AppApiException, RowException, InterruptedException {
        String call = "GET " + path;
        var reader = new PageReader(call, recordsField, rows);
        return retries.call(() -> {
            reader.begin();
            Key used = key;
            Request request = transport.request(path, query, used.text).build();
            return exchange(call, request, used, (response, body) -> {
                ReplyBody.requireJson(call, response, body);
                return reader.read(new EndingBody(body, isTooLate));
            });
        });
    }

    /** A small JSON document by GET, POST, PUT or DELETE; a MissingNode for an empty reply. A POST that may have arrived is not repeated. */
    public JsonNode call(String method, String path, JsonNode body) throws AppApiException, InterruptedException {
        return call(method, path, Map.of(), body);
    }

    /** The same with parameters in the URL. */
    public JsonNode call(String method, String path, Map<String, String> query, JsonNode body)
            throws AppApiException, InterruptedException {
        String call = method + " " + path;
        boolean hasBody = method.equals("POST") || method.equals("PUT");
        byte[] bytes = hasBody ? Json.bytes(body) : new byte[0];
        try {
            return retries.call(() -> {
                Key used = key;
                Request request = transport
                        .request(path, query, used.text)
                        .method(method, hasBody ? Transport.once(bytes) : null)
                        .build();
                try {
                    return exchange(
                            call,
                            request,
                            used,
                            (response, reply) -> ReplyBody.document(call, method, response, reply, limit()));
                } catch (FailedAttempt e) {
                    throw method.equals("POST") && mayHaveArrived(request) ? e.notRepeatable() : e;
                }
            });
        } catch (RowException e) {
            throw new IllegalStateException(e); // a document has no rows
        }
    }

    /** One try, judged by its status line; for validation. Throws when no reply came within the time limit. */
    public int probe(String path, Map<String, String> query, Duration limit)
            throws AppApiException, InterruptedException {
        String call = "GET " + path;
        Key used = key;
        requireUsable(used);
        Duration wait = limiter.reserveWithin(limit);
        if (!time.sleep(wait)) {
            throw closed();
        }
        Request request = transport.request(path, query, used.text).build();
        try (Exchange exchange = transport.send(request)) {
            return exchange.head(limit.minus(wait)).code();
        } catch (TimeoutException e) {
            throw new AppApiException(0, call + ": no answer within " + limit.toMillis() + " ms", e);
        } catch (IOException e) {
            throw unanswered(call, request, e);
        }
    }

    /** Ends the calls under way and those to come with an AppApiException. */
    @Override
    public void close() {
        closed = true;
        time.end();
        transport.close();
    }

    private interface Reader<T> {
        T read(Response response, PushbackInputStream body)
                throws IOException, FailedAttempt, RowException, InterruptedException;
    }

    /** @param used the key of the request: it may have been replaced before the reply comes, which may repeat it */
    private <T> T exchange(String call, Request request, Key used, Reader<T> reader)
            throws FailedAttempt, RowException, InterruptedException {
        try {
            requireUsable(used);
        } catch (AppApiException e) {
            throw FailedAttempt.permanent(e);
        }
        try (Exchange exchange = transport.send(request)) {
            // the socket's own time limits do not see a head that drips
            long sent = System.nanoTime();
            Response response = exchange.head(limit());
            metrics.took(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent));
            var body = ReplyBody.of(exchange);
            if (!response.isSuccessful()) {
                throw refused(call, used, response, body);
            }
            return reader.read(response, body);
        } catch (TimeoutException e) {
            throw FailedAttempt.transientFailure(
                    new AppApiException(0, call + ": no answer within " + limit().toMillis() + " ms", e));
        } catch (EndingBody.TooLateException e) {
            throw FailedAttempt.permanent(new AppApiException(0, call + ": " + e.getMessage(), e));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException(call + " was interrupted").initCause(e);
            }
            throw closed
                    ? FailedAttempt.permanent(closed())
                    : FailedAttempt.transientFailure(unanswered(call, request, e));
        }
    }

    /** For a head, and for the body of a document. */
    private Duration limit() {
        return timeout.multipliedBy(2);
    }

    private FailedAttempt refused(String call, Key used, Response response, InputStream body) throws IOException {
        int status = response.code();
        String location = response.header("Location");
        if (status < 400) {
            String target = location == null ? "" : " to " + transport.redirectHost(location);
            return FailedAttempt.permanent(new AppApiException(
                    status,
                    call + " was redirected" + target + " (" + status
                            + "), which is not followed: is app.api.url right?"));
        }
        AppApiException error = used.errors.exception(call, status, ReplyBody.start(body));
        Optional<Duration> retryAfter = RetryAfter.of(response.headers(), time.instant());
        FailedAttempt failed = FailedAttempt.of(FailedAttempt.Kind.ofStatus(status), error);
        return retryAfter.map(failed::retryAfter).orElse(failed);
    }

    private static boolean mayHaveArrived(Request request) {
        var connected = request.tag(Transport.Connected.class);
        return connected == null || connected.get();
    }

    private void requireUsable(Key used) throws AppApiException {
        if (closed) {
            throw closed();
        }
        if (!used.isUsable) {
            throw new AppApiException(
                    401, "app.api.key contains a character that no key has, such as a space or a line break");
        }
    }

    private static AppApiException closed() {
        return new AppApiException(0, "the client was closed");
    }

    private AppApiException unanswered(String call, Request request, IOException e) {
        String what;
        if (e instanceof UnknownHostException) {
            what = "unknown host: " + e.getMessage() + ". " + REACH;
        } else if (e instanceof SocketTimeoutException) {
            what = "no connection or no byte of a reply for " + timeout.toMillis() + " ms. " + REACH;
        } else if (e instanceof SSLException) {
            what = "TLS failed: " + e.getMessage() + ". " + REACH;
        } else {
            String why = Objects.requireNonNullElse(e.getMessage(), "it broke off");
            what = mayHaveArrived(request) ? "no complete reply: " + why : "no connection: " + why + ". " + REACH;
        }
        return new AppApiException(0, call + ": " + what, e);
    }
}
