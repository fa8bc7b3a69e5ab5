package io.cioconnect.listener;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a listener answers to, at one moment: its settings and its paths, those that are leased and those that were lately.
 * Immutable but for whose turn it is; a request uses one table from beginning to end.
 *
 * @param held some task holds a lease; without one the port is only kept open
 */
record PathTable(
        ListenerSettings settings,
        AddressRanges trustedProxies,
        AddressRanges allowedAddresses,
        Map<PathSegments, Leased> paths,
        boolean held) {

    /** A path, who may call it and who takes its deliveries; nobody when the path is only remembered. */
    record Leased(UrlTokens tokens, List<TaskLease> leases, AtomicInteger turn) {
        Leased(UrlTokens tokens, List<TaskLease> leases) {
            this(tokens, List.copyOf(leases), new AtomicInteger());
        }

        /** In turn, those that poll before those that do not. Empty when no receiver is open. */
        Optional<TaskLease> next() {
            int start = turn.getAndIncrement();
            Optional<TaskLease> open = Optional.empty();
            for (int i = 0; i < leases.size(); i++) {
                TaskLease candidate = leases.get(Math.floorMod(start + i, leases.size()));
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
    }

    /** The path that was called, if it is one of ours and its token, if it needs one, is right. */
    Optional<Leased> delivery(PathSegments called) {
        Leased exact = paths.get(called);
        if (exact != null && !exact.tokens().areRequired()) {
            return Optional.of(exact);
        }
        return parent(called).filter(leased -> leased.tokens().accept(called.last()));
    }

    /** The path whose readiness is asked for. */
    Optional<Leased> readiness(PathSegments called) {
        return called.last().equals("readyz") ? parent(called) : Optional.empty();
    }

    List<TaskLease> leases() {
        return paths.values().stream().flatMap(path -> path.leases().stream()).toList();
    }

    boolean isReady() {
        return paths.values().stream().anyMatch(Leased::isReady);
    }

    private Optional<Leased> parent(PathSegments called) {
        return called.segments().size() < 2 ? Optional.empty() : Optional.ofNullable(paths.get(called.withoutLast()));
    }
}
