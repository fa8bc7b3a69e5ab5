package io.cioconnect.listener;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.cioconnect.config.PathSegments;
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
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The health port: {@code /healthz}, {@code /readyz}, {@code <path>/readyz} and {@code /status}. */
final class HealthHandler extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(HealthHandler.class);
    private static final HttpFields JSON =
            HttpFields.build().put(HttpHeader.CONTENT_TYPE, "application/json").asImmutable();

    private final Supplier<List<Port>> ports;
    private final ConnectionGuard guard;
    private final ListenerTimings timings;

    HealthHandler(Supplier<List<Port>> ports, ConnectionGuard guard, ListenerTimings timings) {
        this.ports = ports;
        this.guard = guard;
        this.timings = timings;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        guard.watch(request);
        // nobody delivers here, so no connection is kept, and nothing is counted as refused
        var exchange = new Exchange(request, response, callback, timings.linger(), () -> false, answer -> {});
        Optional<PathSegments> called =
                Optional.ofNullable(request.getHttpURI().getPath()).flatMap(PathSegments::parse);
        String path =
                called.map(segments -> String.join("/", segments.segments())).orElse("");
        if (path.equals("status")) {
            exchange.answerLook(200, JSON, status());
            return true;
        }
        Optional<Boolean> good = switch (path) {
            case "healthz" ->
                Optional.of(ports.get().stream().allMatch(port -> port.server().isOpen()));
            case "readyz" -> Optional.of(ports.get().stream().anyMatch(Port::isReady));
            default -> called.flatMap(this::pathReadiness);
        };
        if (good.isEmpty()) {
            exchange.answer(Answer.NOT_FOUND);
        } else {
            exchange.answerLook(good.get() ? Answer.ACKNOWLEDGED : Answer.UNAVAILABLE);
        }
        return true;
    }

    private Optional<Boolean> pathReadiness(PathSegments called) {
        List<Boolean> found = ports.get().stream()
                .flatMap(port ->
                        port.routes().readiness(called).stream().map(route -> route.isReady() && port.isReady()))
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.contains(true));
    }

    /** One member per connector. Of several receivers of one connector the first speaks: it also keeps the registration. */
    private ByteBuffer status() {
        Comparator<Lease> byReceiver = Comparator.comparingInt(Lease::receiverNumber);
        Map<String, Lease> speakers = new TreeMap<>();
        for (Port port : ports.get()) {
            for (Lease lease : port.routes().leases()) {
                speakers.merge(lease.connector(), lease, BinaryOperator.minBy(byReceiver));
            }
        }
        String json = speakers.entrySet().stream()
                .map(entry -> "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(entry.getKey())) + "\":"
                        + statusOf(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}\n"));
        return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String statusOf(Lease lease) {
        try {
            return lease.status().get();
        } catch (RuntimeException e) {
            log.warn("Connector {} could not tell its status", lease.connector(), e);
            return "null";
        }
    }
}
