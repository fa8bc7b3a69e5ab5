package io.cioconnect.listener;

import io.cioconnect.config.PathSegments;
import io.cioconnect.config.WebhookConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * What a port answers to, at one moment: its settings and its paths, those that are leased, those that were lately, and those that
 * a connector waits for. Immutable but for whose turn it is; a request uses one value from beginning to end.
 *
 * @param connectors all that count on a path here, whether they hold it or not
 * @param isHeld some task holds a lease; without one the port is only kept open
 * @param isWanted the port is to be open; otherwise it is about to be closed
 */
record Routes(
        WebhookConfig settings,
        Map<PathSegments, Route> paths,
        Set<String> connectors,
        boolean isHeld,
        boolean isWanted) {

    /**
     * A path, who may call it and who takes its deliveries; nobody when no task holds it.
     *
     * @param isDisputed a connector that runs counts on this path and does not hold it; its tokens may not be known here, so no
     *     token is called unknown
     */
    record Route(UrlTokens tokens, List<Lease> leases, boolean isDisputed, AtomicInteger turn) {
        Route(UrlTokens tokens, List<Lease> leases, boolean isDisputed) {
            this(tokens, List.copyOf(leases), isDisputed, new AtomicInteger());
        }

        /** In turn, those that poll before those that are only about to. Empty when no receiver is open. */
        Optional<Lease> next() {
            int start = turn.getAndIncrement();
            Optional<Lease> open = Optional.empty();
            for (int i = 0; i < leases.size(); i++) {
                Lease candidate = leases.get(Math.floorMod(start + i, leases.size()));
                if (candidate.receiver().isReady()) {
                    return Optional.of(candidate);
                }
                if (open.isEmpty() && candidate.receiver().isOpen()) {
                    open = Optional.of(candidate);
                }
            }
            return open;
        }

        boolean isReady() {
            return leases.stream().anyMatch(lease -> lease.receiver().isReady());
        }

        /** The same path to a caller with a token that this worker may not know yet. */
        private Route withoutReceivers() {
            return new Route(tokens, List.of(), true);
        }
    }

    /** The path that was called, if it is one of ours and its token, if it needs one, is not known to be wrong. */
    Optional<Route> delivery(PathSegments called) {
        Optional<Route> exact = Optional.ofNullable(paths.get(called));
        Optional<Route> right = exact.filter(route -> !route.tokens().areRequired())
                .or(() -> parent(called).filter(route -> route.tokens().accept(called.last())));
        return right.or(
                () -> exact.or(() -> parent(called)).filter(Route::isDisputed).map(Route::withoutReceivers));
    }

    /** Whether it is one of ours, whatever the token. */
    boolean concern(PathSegments called) {
        return paths.containsKey(called)
                || parent(called).filter(route -> route.tokens().areRequired()).isPresent();
    }

    /** The path whose readiness is asked for. */
    Optional<Route> readiness(PathSegments called) {
        return called.last().equals("readyz") ? parent(called) : Optional.empty();
    }

    List<Lease> leases() {
        return paths.values().stream().flatMap(path -> path.leases().stream()).toList();
    }

    /** The connectors that hold a path. */
    Set<String> holders() {
        return leases().stream().map(Lease::connector).collect(Collectors.toSet());
    }

    boolean isReady() {
        return paths.values().stream().anyMatch(Route::isReady);
    }

    private Optional<Route> parent(PathSegments called) {
        return called.segments().size() < 2 ? Optional.empty() : Optional.ofNullable(paths.get(called.withoutLast()));
    }
}
