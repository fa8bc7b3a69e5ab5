package io.cioconnect.listener;

import io.cioconnect.config.PathSegments;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.pace.Deadlines;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request at a port, up to its body. The checks run in this order: address, path and token, method, limits; signature and size
 * follow with the body in {@link DeliveryIntake}. Never blocks, so that Jetty's selecting thread handles it: to wake another one takes longer
 * than most requests do.
 */
final class WebhookHandler extends Handler.Abstract.NonBlocking {
    private static final Logger log = LoggerFactory.getLogger(WebhookHandler.class);
    private static final String TIMESTAMP = "X-CIO-Timestamp";
    private static final String SIGNATURE = "X-CIO-Signature";

    private final Port port;
    private final ConnectionGuard guard;
    private final ListenerTimings timings;
    private final Clock clock;
    private final Deadlines deadlines;

    WebhookHandler(Port port, ConnectionGuard guard, ListenerTimings timings, Clock clock) {
        this.port = port;
        this.guard = guard;
        this.timings = timings;
        this.clock = clock;
        this.deadlines = new Deadlines(
                (task, delay, unit) -> getServer().getScheduler().schedule(task, delay, unit), System::nanoTime);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        guard.watch(request);
        var count = new AnswerCount(port.refusals(), port.routes()::leases);
        var exchange = new Exchange(
                request,
                response,
                callback,
                timings.linger(),
                () -> port.routes().isHeld(),
                count);
        try {
            handle(request, exchange, count, port.routes());
        } catch (RuntimeException | Error e) {
            // not left to Jetty, which would log the path, token included
            log.error(
                    "A request failed and was answered 503: {}. DEBUG for io.cioconnect.listener shows the stack trace;"
                            + " please report it",
                    e.getClass().getName());
            log.debug("The failed request", e);
            exchange.answer(Answer.UNAVAILABLE);
        }
        return true;
    }

    private void handle(Request request, Exchange exchange, AnswerCount count, Routes routes) {
        Optional<PathSegments> called =
                Optional.ofNullable(request.getHttpURI().getPath()).flatMap(PathSegments::parse);
        Optional<Boolean> health = called.flatMap(path -> health(path, routes));
        if (!mayCall(request, routes.settings().verification(), health.isPresent())) {
            exchange.answer(mayCallAnother(request, called) ? Answer.UNAVAILABLE : Answer.FORBIDDEN);
            return;
        }
        if (health.isPresent()) {
            exchange.answerLook(health.get() ? Answer.ACKNOWLEDGED : Answer.UNAVAILABLE);
            return;
        }
        Optional<Routes.Route> route = called.flatMap(routes::delivery);
        route.ifPresent(known -> count.concerns(known.leases()));
        if (route.isEmpty()) {
            exchange.answer(mayComeYet(called, routes) ? Answer.UNAVAILABLE : Answer.NOT_FOUND);
        } else if (!request.getMethod().equals("POST")) {
            exchange.answer(Answer.METHOD_NOT_ALLOWED);
        } else {
            // whoever is not served has signing keys of its own
            Supplier<Answer> unverified = () -> isWantedByOthers(called) ? Answer.UNAVAILABLE : Answer.UNVERIFIED;
            admit(request, exchange, count, routes.settings().limits(), route.get(), unverified);
        }
    }

    private boolean isWantedByOthers(Optional<PathSegments> called) {
        return called.stream().flatMap(port::unserved).findAny().isPresent();
    }

    /** The path is unknown, but its connector may still be starting, have let go just now, or be waiting for its port. */
    private boolean mayComeYet(Optional<PathSegments> called, Routes routes) {
        return called.filter(PathSegments::isReserved).isEmpty()
                && (port.isOpening() || !routes.isWanted() || isWantedByOthers(called));
    }

    /** Empty when it is not health that was asked for, or health has a port of its own. */
    private Optional<Boolean> health(PathSegments called, Routes routes) {
        if (routes.settings().listener().healthPort().isPresent()) {
            return Optional.empty();
        }
        if (called.isOnly("healthz")) {
            return Optional.of(true);
        }
        if (called.isOnly("readyz")) {
            return Optional.of(!port.isFull() && routes.isReady());
        }
        return routes.readiness(called).map(route -> !port.isFull() && route.isReady());
    }

    /** A trusted proxy may ask for health in its own name; load balancers do. */
    private static boolean mayCall(Request request, WebhookConfig.Verification verification, boolean forHealth) {
        if (verification.allowedAddresses().isEmpty()) {
            return true;
        }
        if (!(request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote)) {
            return false;
        }
        InetAddress peer = remote.getAddress();
        if (forHealth && verification.trustedProxies().contain(peer)) {
            return true;
        }
        List<String> forwardedFor = request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR);
        boolean allowed = ClientAddress.of(peer, forwardedFor, verification.trustedProxies())
                .filter(verification.allowedAddresses()::contain)
                .isPresent();
        if (!allowed) {
            log.debug("Refused a caller at {}: not in webhook.allowed.addresses", peer.getHostAddress());
        }
        return allowed;
    }

    /** Whoever is not served has settings of its own. */
    private boolean mayCallAnother(Request request, Optional<PathSegments> called) {
        return called.stream()
                .flatMap(port::unserved)
                .anyMatch(other -> mayCall(request, other.config().verification(), false));
    }

    private void admit(
            Request request,
            Exchange exchange,
            AnswerCount count,
            WebhookConfig.Limits limits,
            Routes.Route route,
            Supplier<Answer> unverified) {
        InFlightLimit limit = port.limit();
        Optional<Lease> lease = route.next();
        lease.ifPresent(chosen -> count.concerns(List.of(chosen)));
        if (lease.isEmpty() || limit.isFull(limits.maxInFlight(), limits.maxInFlightBytes())) {
            exchange.answer(Answer.UNAVAILABLE);
        } else if (isEncoded(request)) {
            exchange.answer(Answer.UNSUPPORTED_ENCODING);
        } else if (request.getLength() > DeliveryIntake.LARGEST_BODY) {
            exchange.answer(Answer.TOO_LARGE);
        } else if (limit.tryEnter(limits.maxInFlight())) {
            take(request, exchange, limits, lease.get(), unverified);
        } else {
            exchange.answer(Answer.UNAVAILABLE);
        }
    }

    /** @param lease of the receiver that takes it; the delivery has entered the limit */
    private void take(
            Request request, Exchange exchange, WebhookConfig.Limits limits, Lease lease, Supplier<Answer> unverified) {
        DeliveryIntake intake;
        try {
            intake = intake(request, exchange, limits, lease, unverified);
        } catch (RuntimeException | Error e) {
            port.limit().leave();
            throw e;
        }
        exchange.readInto(intake);
    }

    private DeliveryIntake intake(
            Request request, Exchange exchange, WebhookConfig.Limits limits, Lease lease, Supplier<Answer> unverified) {
        InFlightLimit limit = port.limit();
        Receiver receiver = lease.receiver();
        Signature signature = receiver.signature(
                request.getHeaders().getValuesList(TIMESTAMP),
                request.getHeaders().getValuesList(SIGNATURE));
        int maxBody = lease.config().limits().maxBodyBytes();
        var body = new BodyBuffer(maxBody, request.getLength(), limit, limits.maxInFlightBytes());
        return new DeliveryIntake(
                exchange,
                receiver,
                signature,
                unverified,
                body,
                limit,
                clock.instant(),
                deadlines,
                limits.responseTimeout().toMillis());
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
}
