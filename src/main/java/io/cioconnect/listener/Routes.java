package io.cioconnect.listener;

import io.cioconnect.config.PathSegments;
import io.cioconnect.config.WebhookConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * @param others of those who count on this path and do not hold it
     */
    record Route(UrlTokens tokens, List<Lease> leases, List<Lease> others, AtomicInteger turn) {
        Route(UrlTokens tokens, List<Lease> leases, List<Lease> others) {
            this(tokens, List.copyOf(leases), List.copyOf(others), new AtomicInteger());
        }

        /** The tokens and keys of the others may not be known here, so none is called wrong. */
        boolean isDisputed() {
            return !others.isEmpty();
        }

        private Stream<Lease> all() {
            return Stream.concat(leases.stream(), others.stream());
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
            return new Route(tokens, List.of(), others);
        }
    }

    /**
     * The paths of a port.
     *
     * @param held leases, oldest first
     * @param waiting leases that cannot be held now
     */
    static Map<PathSegments, Route> paths(
            Collection<Lease> held,
            Collection<Lease> waiting,
            ReleasedPaths released,
            Function<Lease, UrlTokens> tokens) {
        var paths = new HashMap<PathSegments, Route>();
        for (Lease lease : waiting) {
            paths.put(lease.path(), new Route(tokens.apply(lease), List.of(), on(lease.path(), waiting)));
        }
        released.forEach((path, last) -> {
            List<Lease> others = new ArrayList<>(on(path, waiting));
            others.add(last);
            paths.put(path, new Route(tokens.apply(last), List.of(), others));
        });
        for (Lease lease : held) {
            PathSegments path = lease.path();
            paths.put(path, new Route(tokens.apply(lease), on(path, held), on(path, waiting)));
        }
        return Map.copyOf(paths);
    }

    private static List<Lease> on(PathSegments path, Collection<Lease> leases) {
        return leases.stream().filter(lease -> lease.path().equals(path)).toList();
    }

    /** The path that was called, if it is one of ours and its token, if it needs one, is not known to be wrong. */
    Optional<Route> delivery(PathSegments called) {
        Optional<Route> exact = Optional.ofNullable(paths.get(called));
        Optional<Route> right = exact.filter(route -> !route.tokens().areRequired())
                .or(() -> parent(called).filter(route -> route.tokens().accept(called.last())));
        return right.or(
                () -> exact.or(() -> parent(called)).filter(Route::isDisputed).map(Route::withoutReceivers));
    }

    /** Those who count on the path that was called and do not hold it, whatever the token. */
    Stream<Lease> others(PathSegments called) {
        return onPath(called).flatMap(route -> route.others().stream());
    }

    /** The same, and those who hold it. */
    Stream<Lease> all(PathSegments called) {
        return onPath(called).flatMap(Route::all);
    }

    private Stream<Route> onPath(PathSegments called) {
        return Optional.ofNullable(paths.get(called)).or(() -> parent(called)).stream();
    }

    /** The path whose readiness is asked for. */
    Optional<Route> readiness(PathSegments called) {
        return called.last().equals("readyz") ? parent(called) : Optional.empty();
    }

    /** Those who hold a path, and those who count on one and do not hold it. */
    Stream<Lease> all() {
        return paths.values().stream().flatMap(Route::all);
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
