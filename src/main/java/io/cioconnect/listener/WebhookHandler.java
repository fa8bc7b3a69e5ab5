package io.cioconnect.listener;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request at a listener, up to its body. The checks run in the order of the contract: address, path and token, method, limits;
 * signature and size follow with the body in {@link DeliveryIntake}. Never blocks.
 */
final class WebhookHandler extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(WebhookHandler.class);
    private static final String TIMESTAMP = "X-CIO-Timestamp";
    private static final String SIGNATURE = "X-CIO-Signature";

    private final SharedListener listener;
    private final InFlightLimit limit;
    private final Refusals refusals;
    private final ConnectionGuard guard;
    private final ListenerTimings timings;
    private final Clock clock;

    WebhookHandler(
            SharedListener listener,
            InFlightLimit limit,
            Refusals refusals,
            ConnectionGuard guard,
            ListenerTimings timings,
            Clock clock) {
        this.listener = listener;
        this.limit = limit;
        this.refusals = refusals;
        this.guard = guard;
        this.timings = timings;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        guard.watch(request);
        var exchange = new Exchange(request, response, callback, timings.linger());
        try {
            handle(request, exchange, listener.table());
        } catch (RuntimeException e) {
            // not left to Jetty, which would log the path, token included
            log.error("A request failed and was answered 503: {}", e.getClass().getName());
            log.debug("The failed request", e);
            answer(exchange, Answer.UNAVAILABLE);
        }
        return true;
    }

    private void handle(Request request, Exchange exchange, PathTable table) {
        Optional<PathSegments> called =
                Optional.ofNullable(request.getHttpURI().getPath()).flatMap(PathSegments::parse);
        Optional<Boolean> health = called.flatMap(path -> health(path, table));
        if (!mayCall(request, table, health.isPresent())) {
            answer(exchange, Answer.FORBIDDEN);
            return;
        }
        if (health.isPresent()) {
            Answer state = health.get() ? Answer.ACKNOWLEDGED : Answer.UNAVAILABLE;
            HealthHandler.answerGet(exchange, request, () -> exchange.answer(state, !table.held()));
            return;
        }
        Optional<PathTable.Leased> path = called.flatMap(table::delivery);
        if (path.isEmpty()) {
            answer(exchange, Answer.NOT_FOUND);
        } else if (!request.getMethod().equals("POST")) {
            answer(exchange, Answer.METHOD_NOT_ALLOWED);
        } else {
            admit(request, exchange, table.settings(), path.get());
        }
    }

    /** Empty when it is not health that was asked for, or health has a port of its own. */
    private Optional<Boolean> health(PathSegments called, PathTable table) {
        if (table.settings().healthPort().isPresent()) {
            return Optional.empty();
        }
        boolean free =
                !limit.isFull(table.settings().maxInFlight(), table.settings().maxInFlightBytes());
        if (called.segments().equals(List.of("healthz"))) {
            return Optional.of(true);
        }
        if (called.segments().equals(List.of("readyz"))) {
            return Optional.of(free && table.isReady());
        }
        return table.readiness(called).map(path -> free && path.isReady());
    }

    /** A trusted proxy may ask for health in its own name; load balancers do. */
    private static boolean mayCall(Request request, PathTable table, boolean forHealth) {
        if (table.allowedAddresses().isEmpty()) {
            return true;
        }
        if (!(request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote)) {
            return false;
        }
        InetAddress peer = remote.getAddress();
        if (forHealth && table.trustedProxies().contain(peer)) {
            return true;
        }
        List<String> forwardedFor = request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR);
        boolean allowed = ClientAddress.of(peer, forwardedFor, table.trustedProxies())
                .filter(table.allowedAddresses()::contain)
                .isPresent();
        if (!allowed) {
            log.debug("Refused a caller at {}: not in webhook.allowed.addresses", peer.getHostAddress());
        }
        return allowed;
    }

    private void admit(Request request, Exchange exchange, ListenerSettings settings, PathTable.Leased path) {
        Optional<TaskLease> lease = path.next();
        if (lease.isEmpty() || limit.isFull(settings.maxInFlight(), settings.maxInFlightBytes())) {
            answer(exchange, Answer.UNAVAILABLE);
        } else if (isEncoded(request)) {
            answer(exchange, Answer.UNSUPPORTED_ENCODING);
        } else if (request.getLength() > DeliveryIntake.LARGEST_BODY) {
            answer(exchange, Answer.TOO_LARGE);
        } else if (!limit.tryEnter(settings.maxInFlight())) {
            answer(exchange, Answer.UNAVAILABLE);
        } else {
            takeIn(request, exchange, settings, lease.get());
        }
    }

    private void takeIn(Request request, Exchange exchange, ListenerSettings settings, TaskLease lease) {
        Receiver receiver = lease.receiver();
        Signature signature;
        try {
            signature = receiver.signature(
                    request.getHeaders().getValuesList(TIMESTAMP),
                    request.getHeaders().getValuesList(SIGNATURE));
        } catch (RuntimeException e) {
            limit.leave();
            throw e;
        }
        var body =
                new BodyBuffer(lease.config().maxBodyBytes(), request.getLength(), limit, settings.maxInFlightBytes());
        exchange.readInto(new DeliveryIntake(
                exchange,
                this::answer,
                receiver,
                signature,
                body,
                limit,
                clock.instant(),
                request.getComponents().getScheduler(),
                settings.responseTimeout().toMillis()));
    }

    /** Nothing is ever decompressed: a few bytes could become gigabytes. */
    private static boolean isEncoded(Request request) {
        return isOtherThan(request.getHeaders().getCSV(HttpHeader.CONTENT_ENCODING, false), "identity")
                || isOtherThan(request.getHeaders().getCSV(HttpHeader.TRANSFER_ENCODING, false), "chunked");
    }

    private static boolean isOtherThan(List<String> codings, String plain) {
        return codings.stream()
                .anyMatch(coding -> !coding.toLowerCase(Locale.ROOT).equals(plain));
    }

    /**
     * Connections are kept for those who deliver, not for those who are refused. While no task holds a lease they are not kept at
     * all: when the port closes at last, nobody must be about to use one.
     */
    private void answer(Exchange exchange, Answer answer) {
        boolean close = switch (answer) {
            case ACKNOWLEDGED, UNAVAILABLE -> !listener.table().held();
            case UNVERIFIED, FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED, TOO_SLOW, TOO_LARGE, UNSUPPORTED_ENCODING ->
                true;
        };
        if (exchange.answer(answer, close)) {
            refusals.count(answer);
        }
    }
}
