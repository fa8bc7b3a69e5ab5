package io.cioconnect.listener;

import io.cioconnect.config.PathSegments;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.pace.LogThrottle;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address and port: who holds which path, who waits for one, which paths were held lately, what is in flight, and the server.
 *
 * <p>The port is open while a task holds a path, and for {@code webhook.listener.keep.open.ms} after the last one let go. A task that
 * failed has not let go: Connect still shows it on this worker, and restarting it must not find the port closed. It lets go after a
 * day, because Connect does not tell when a failed task was given to another worker.
 *
 * <p>Leases change under the lock of {@link Listeners}; {@link #keep} runs on one thread at a time; the rest is for any thread.
 */
final class Port {
    private static final Logger log = LoggerFactory.getLogger(Port.class);
    private static final Duration LONGEST = Duration.ofDays(10_000); // what fits in nanoseconds, with room to spare
    private static final Duration FAILED_TASK_LETS_GO = Duration.ofDays(1);

    /** What a delivery may still need after its deadline, before its connection is cut. */
    private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(2);

    /**
     * A path nobody holds any more. Times count nanoseconds from the making of this port.
     *
     * @param closeAt until then the port stays open for it
     * @param forgetAt until then it is answered 503 while the port is open
     */
    private record Remembered(Lease last, long sinceNanos, long closeAt, long forgetAt) {}

    private final HostPort address;
    private final ListenerTimings timings;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final List<Lease> held = new ArrayList<>(); // oldest first
    private final Map<Lease, LogThrottle> waiting = new LinkedHashMap<>();
    private final Map<PathSegments, Remembered> remembered = new HashMap<>();
    /** The newest lease of each path, also when an older one outlives it: a token taken out of the list is revoked, a new one known. */
    private final Map<PathSegments, Lease> newest = new HashMap<>();

    private final InFlightLimit limit = new InFlightLimit();
    private final Refusals refusals;
    private final PortServer server;
    private volatile Routes routes;

    Port(Lease first, ListenerTimings timings, LongSupplier nanoTime, Clock clock, PortHandover handover) {
        this.address = first.address();
        this.timings = timings;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.routes = new Routes(first.config(), Map.of(), false, false);
        this.refusals = new Refusals(address, timings.complain(), nanoTime);
        this.server = new PortServer(
                PortServer.Purpose.DELIVERIES,
                address,
                guard -> new WebhookHandler(this, guard, timings, clock),
                timings,
                nanoTime,
                handover);
    }

    HostPort address() {
        return address;
    }

    Routes routes() {
        return routes;
    }

    InFlightLimit limit() {
        return limit;
    }

    Refusals refusals() {
        return refusals;
    }

    PortServer server() {
        return server;
    }

    boolean isFull() {
        WebhookConfig.Limits limits = routes.settings().limits();
        return limit.isFull(limits.maxInFlight(), limits.maxInFlightBytes());
    }

    /** A delivery on some path would be accepted now. */
    boolean isReady() {
        return server.isOpen() && routes.isReady() && !isFull();
    }

    /** The port was opened just now, and a connector that counts on it may not have been started yet. */
    boolean isOpening() {
        OptionalLong openedAt = server.openedAt();
        return openedAt.isEmpty()
                || nanoTime.getAsLong() - openedAt.getAsLong()
                        < timings.opening().toNanos();
    }

    /** Once per tick: the server is made to fit the leases. */
    void keep() {
        refusals.report();
        Routes current = routes;
        Duration patience = current.settings().limits().responseTimeout().plus(BEYOND_DEADLINE);
        if (current.isWanted()) {
            server.want(current.settings().tls(), connectors(current), patience);
        } else if (server.isOpen()) {
            server.close(patience);
        }
    }

    private static Set<String> connectors(Routes current) {
        return current.leases().stream().map(Lease::connector).collect(Collectors.toSet());
    }

    boolean isWanted() {
        return routes.isWanted();
    }

    boolean isForgotten() {
        return held.isEmpty() && remembered.isEmpty() && waiting.isEmpty();
    }

    boolean holds(Lease lease) {
        return held.contains(lease);
    }

    void add(Lease lease) {
        List.copyOf(held).stream().filter(lease::replaces).forEach(older -> release(older, false));
        waiting.keySet().removeIf(lease::replaces);
        if (!take(lease)) {
            waiting.put(lease, new LogThrottle(timings.complain(), nanoTime));
            publish();
            complain();
        }
    }

    void release(Lease lease, boolean taskFailed) {
        boolean waited = waiting.remove(lease) != null;
        if (held.remove(lease)) {
            if (held.stream().noneMatch(other -> other.path().equals(lease.path()))) {
                remember(lease, taskFailed);
            }
            publish();
        } else if (waited) {
            publish();
        }
    }

    private void remember(Lease lease, boolean taskFailed) {
        Duration keepOpen = lease.config().listener().keepOpen();
        if (taskFailed && keepOpen.compareTo(FAILED_TASK_LETS_GO) < 0) {
            keepOpen = FAILED_TASK_LETS_GO;
        }
        long now = now();
        long closeAt = keepOpen.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : now + keepOpen.toNanos();
        // however soon the port may be closed: a task that restarts must not find that its path was answered 404
        // meanwhile
        long forgetAt = Math.max(closeAt, now + timings.returnGrace().toNanos());
        remembered.put(lease.path(), new Remembered(lease, now, closeAt, forgetAt));
    }

    /** Another version of the plugin runs this connector now, and asks for the port. */
    void yieldTo(String connector) {
        held.removeIf(lease -> lease.connector().equals(connector));
        remembered.values().removeIf(path -> path.last().connector().equals(connector));
        if (held.isEmpty()) {
            remembered.clear();
        }
        publish();
    }

    /** Time passes: paths are forgotten, and who waits tries again. */
    void tick() {
        if (remembered.values().removeIf(path -> path.forgetAt() <= now()) || routes.isWanted() != wantsOpen()) {
            publish();
        }
        List.copyOf(waiting.keySet()).forEach(lease -> {
            if (take(lease)) {
                log.info("Connector {} now holds its path on {}", lease.connector(), address);
            }
        });
        complain();
    }

    private boolean take(Lease lease) {
        if (conflict(lease).isPresent()) {
            return false;
        }
        waiting.remove(lease);
        remembered.remove(lease.path());
        held.add(lease);
        newest.put(lease.path(), lease);
        publish();
        return true;
    }

    private Optional<Lease.Conflict> conflict(Lease lease) {
        var others = new ArrayList<>(held);
        long graceEnds = now() - timings.returnGrace().toNanos();
        remembered.values().stream()
                .filter(path -> path.sinceNanos() > graceEnds && path.closeAt() > now())
                .map(Remembered::last)
                .forEach(others::add);
        return others.stream()
                .flatMap(other -> lease.conflictWith(other).stream())
                .findFirst();
    }

    private void complain() {
        waiting.forEach((lease, throttle) -> conflict(lease).ifPresent(conflict -> {
            if (throttle.acquire()) {
                log.error(
                        "Connector {} cannot listen on {}: connector {} {}. {}; until then it retries, and its deliveries are"
                                + " answered 503",
                        lease.connector(),
                        address,
                        conflict.connector(),
                        conflict.what(),
                        conflict.remedy());
            }
        }));
    }

    private void publish() {
        var paths = new HashMap<PathSegments, Routes.Route>();
        waiting.keySet().forEach(lease -> paths.put(lease.path(), new Routes.Route(tokens(lease), List.of(), true)));
        remembered.forEach((path, old) -> paths.put(path, new Routes.Route(tokens(old.last()), List.of(), true)));
        for (Lease lease : held) {
            List<Lease> sharing = held.stream()
                    .filter(other -> other.path().equals(lease.path()))
                    .toList();
            boolean disputed =
                    waiting.keySet().stream().anyMatch(other -> other.path().equals(lease.path()));
            paths.put(lease.path(), new Routes.Route(tokens(lease), sharing, disputed));
        }
        newest.keySet().retainAll(paths.keySet());
        boolean isHeld = !held.isEmpty();
        WebhookConfig settings = isHeld ? held.get(held.size() - 1).config() : routes.settings();
        routes = new Routes(settings, Map.copyOf(paths), isHeld, wantsOpen());
    }

    private boolean wantsOpen() {
        return !held.isEmpty()
                || !waiting.isEmpty()
                || remembered.values().stream().anyMatch(path -> path.closeAt() > now());
    }

    private UrlTokens tokens(Lease lease) {
        Lease known = newest.getOrDefault(lease.path(), lease);
        return new UrlTokens(known.config().verification().urlTokens());
    }

    private long now() {
        return nanoTime.getAsLong() - startedAt;
    }
}
