package io.cioconnect.listener;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The health port: {@code /healthz}, {@code /readyz}, {@code <path>/readyz} and {@code /status}. */
final class HealthHandler extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(HealthHandler.class);
    private static final HttpFields JSON =
            HttpFields.build().put(HttpHeader.CONTENT_TYPE, "application/json").asImmutable();

    private final Supplier<List<OpenPort>> ports;
    private final ConnectionGuard guard;
    private final ListenerTimings timings;

    HealthHandler(Supplier<List<OpenPort>> ports, ConnectionGuard guard, ListenerTimings timings) {
        this.ports = ports;
        this.guard = guard;
        this.timings = timings;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        guard.watch(request);
        var exchange = new Exchange(request, response, callback, timings.linger());
        Optional<PathSegments> called =
                Optional.ofNullable(request.getHttpURI().getPath()).flatMap(PathSegments::parse);
        String path =
                called.map(segments -> String.join("/", segments.segments())).orElse("");
        if (path.equals("status")) {
            answerGet(exchange, request, () -> exchange.answer(200, JSON, status(), false));
            return true;
        }
        Optional<Boolean> good = switch (path) {
            case "healthz" ->
                Optional.of(ports.get().stream().allMatch(port -> port.binding().isOpen()));
            case "readyz" -> Optional.of(ports.get().stream().anyMatch(OpenPort::isReady));
            default -> called.flatMap(this::pathReadiness);
        };
        if (good.isEmpty()) {
            exchange.answer(Answer.NOT_FOUND, true);
        } else {
            answerGet(
                    exchange,
                    request,
                    () -> exchange.answer(good.get() ? Answer.ACKNOWLEDGED : Answer.UNAVAILABLE, false));
        }
        return true;
    }

    /** Runs the answer if the method is one that only looks. */
    static void answerGet(Exchange exchange, Request request, Runnable answer) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            answer.run();
        } else {
            exchange.answer(
                    Answer.METHOD_NOT_ALLOWED.status(),
                    HttpFields.build().put(HttpHeader.ALLOW, "GET, HEAD"),
                    BufferUtil.EMPTY_BUFFER,
                    true);
        }
    }

    private Optional<Boolean> pathReadiness(PathSegments called) {
        List<Boolean> found = ports.get().stream()
                .flatMap(port -> port.paths().table().readiness(called).stream()
                        .map(leased -> leased.isReady() && port.isReady()))
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.contains(true));
    }

    /** One member per connector. Of several receivers of one connector the first speaks: it also keeps the registration. */
    private ByteBuffer status() {
        Comparator<TaskLease> byReceiver = Comparator.comparingInt(TaskLease::receiverNumber);
        Map<String, TaskLease> speakers = new TreeMap<>();
        for (OpenPort port : ports.get()) {
            for (TaskLease lease : port.paths().table().leases()) {
                speakers.merge(lease.connector(), lease, BinaryOperator.minBy(byReceiver));
            }
        }
        String json = speakers.entrySet().stream()
                .map(entry -> "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(entry.getKey())) + "\":"
                        + statusOf(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}\n"));
        return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String statusOf(TaskLease lease) {
        try {
            return lease.status().get();
        } catch (RuntimeException e) {
            log.warn("Connector {} could not tell its status", lease.connector(), e);
            return "null";
        }
    }
}
