package io.cioconnect.listener;

import io.cioconnect.config.PathSegments;
import io.cioconnect.status.ConnectorStatus;
import io.cioconnect.status.StatusJson;
import io.cioconnect.status.StatusPage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
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
    private static final HttpFields JSON = HttpFields.build()
            .put(HttpHeader.CONTENT_TYPE, "application/json")
            .put(HttpHeader.CACHE_CONTROL, "no-store")
            .put(HttpHeader.VARY, "Accept")
            .asImmutable();
    /** The page loads nothing, runs nothing, and is shown in no other page. */
    private static final HttpFields PAGE = HttpFields.build()
            .put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8")
            .put(HttpHeader.CACHE_CONTROL, "no-store")
            .put(HttpHeader.VARY, "Accept")
            .put(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'")
            .put("X-Content-Type-Options", "nosniff")
            .put("Referrer-Policy", "no-referrer")
            .asImmutable();

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
            boolean page = prefersPage(request);
            String content = page ? StatusPage.of(status()) : StatusJson.of(status());
            exchange.answerLook(200, page ? PAGE : JSON, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
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

    /** By connector; all of its receivers on these ports. Also those that wait, and those whose task is gone and may come back. */
    private Map<String, Optional<ConnectorStatus>> status() {
        Map<String, Optional<ConnectorStatus>> connectors = new TreeMap<>();
        for (Port port : ports.get()) {
            port.routes()
                    .all()
                    .forEach(lease -> connectors.merge(lease.connector(), statusOf(lease), HealthHandler::together));
        }
        return connectors;
    }

    private static Optional<ConnectorStatus> together(
            Optional<ConnectorStatus> one, Optional<ConnectorStatus> another) {
        return one.map(status -> another.map(status::plus).orElse(status)).or(() -> another);
    }

    private static Optional<ConnectorStatus> statusOf(Lease lease) {
        try {
            return lease.status();
        } catch (RuntimeException e) {
            log.warn("Could not get the status of connector {}", lease.connector(), e);
            return Optional.empty();
        }
    }

    /** Whoever does not ask for HTML before anything else gets JSON. */
    private static boolean prefersPage(Request request) {
        for (String type : request.getHeaders().getQualityCSV(HttpHeader.ACCEPT)) {
            switch (type.toLowerCase(Locale.ROOT)) {
                case "text/html", "application/xhtml+xml" -> {
                    return true;
                }
                case "application/json", "application/*", "*/*" -> {
                    return false;
                }
                default -> {}
            }
        }
        return false;
    }
}
