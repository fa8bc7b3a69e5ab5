package io.cioconnect.listener;

import io.cioconnect.config.PathSegments;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.pace.LogThrottle;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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
    /** What a delivery may still need after its deadline, before its connection is cut. */
    private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(2);

    private final HostPort address;
    private final ListenerTimings timings;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final PortsOfJvm all;
    private final List<Lease> held = new ArrayList<>(); // oldest first
    private final Map<Lease, LogThrottle> waiting = new LinkedHashMap<>();
    private final ReleasedPaths released;
    /** The newest lease of each path, even when an older one outlives it: only the newest one's tokens are valid. */
    private final Map<PathSegments, Lease> newest = new HashMap<>();

    private final InFlightLimit limit = new InFlightLimit();
    private final Refusals refusals;
    private final PortServer server;
    private volatile Routes routes;

    /** @param all of this JVM, this one among them */
    Port(
            Lease first,
            ListenerTimings timings,
            LongSupplier nanoTime,
            Clock clock,
            PortHandover handover,
            PortsOfJvm all) {
        this.address = first.address();
        this.timings = timings;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.all = all;
        this.released = new ReleasedPaths(timings.returnGrace());
        this.routes = new Routes(first.config(), Map.of(), Set.of(), false, false);
        this.refusals = new Refusals(address, timings.complain(), nanoTime);
        this.server = new PortServer(
                new PortTrouble(
                        PortTrouble.Purpose.DELIVERIES,
                        address,
                        () -> all.holderOf(address),
                        new LogThrottle(timings.complain(), nanoTime)),
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

    /** Those who count on this path and are not served: they wait, or this port keeps theirs from being opened. */
    Stream<Lease> unserved(PathSegments called) {
        return Stream.concat(routes.others(called), all.unservedBeside(this, called));
    }

    /** Once per tick: the server is made to fit the leases. */
    void keep() {
        refusals.report();
        Routes current = routes;
        Duration patience = current.settings().limits().responseTimeout().plus(BEYOND_DEADLINE);
        if (current.isWanted()) {
            server.want(current.settings().tls(), current.holders(), patience, all.isOpenBeside(address));
        } else if (server.isOpen()) {
            server.close(patience);
        }
    }

    boolean isWanted() {
        return routes.isWanted();
    }

    /** It is about to be closed. */
    boolean isClosing() {
        return server.isOpen() && !isWanted();
    }

    boolean isForgotten() {
        return held.isEmpty() && released.isEmpty() && waiting.isEmpty();
    }

    boolean holds(Lease lease) {
        return held.contains(lease);
    }

    void add(Lease lease) {
        letGoOfOlder(lease, false);
        if (!take(lease)) {
            waiting.put(lease, new LogThrottle(timings.complain(), nanoTime));
            publish();
            complain();
        }
    }

    /** Unless another task of the same receiver is there. */
    void takeBack(Lease lost) {
        if (ofSameReceiver(lost).isEmpty()) {
            lost.lost(false);
            add(lost);
        }
    }

    private void letGoOfOlder(Lease lease, boolean taskFailed) {
        ofSameReceiver(lease).forEach(older -> {
            older.lost(true);
            release(older, taskFailed);
        });
    }

    private List<Lease> ofSameReceiver(Lease lease) {
        return Stream.concat(held.stream(), waiting.keySet().stream())
                .filter(lease::replaces)
                .toList();
    }

    void release(Lease lease, boolean taskFailed) {
        boolean wasHeld = held.remove(lease);
        boolean waited = waiting.remove(lease) != null;
        if (wasHeld || waited) {
            if (isFree(lease.path())) {
                released.add(lease, wasHeld, taskFailed, now());
            }
            publish();
        }
    }

    /** A task could not start. It changes neither settings nor tokens, because they may be what could not be read. */
    void failedStart(Lease lease) {
        letGoOfOlder(lease, true);
        if (isFree(lease.path())) {
            released.addFailedStart(lease, now());
        }
        publish();
    }

    private boolean isFree(PathSegments path) {
        return held.stream().noneMatch(other -> other.path().equals(path));
    }

    /** Another version of the plugin runs this connector now, and asks for the port. */
    void yieldTo(String connector) {
        released.addYielded(connector, now());
        List<Lease> yielded = held.stream()
                .filter(lease -> lease.connector().equals(connector))
                .toList();
        held.removeAll(yielded);
        yielded.forEach(lease -> released.addYielded(lease, now()));
        if (held.isEmpty()) {
            released.clear();
        }
        publish();
    }

    /** This connector listens on another address now, which cannot be opened beside this one: it is kept open for it no longer. */
    void movedAway(String connector) {
        released.addYielded(connector, now());
        publish();
    }

    /** Time passes: paths are forgotten, and who waits tries again. */
    void tick() {
        if (released.forget(now()) || routes.isWanted() != wantsOpen()) {
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
        released.remove(lease.path());
        held.add(lease);
        newest.put(lease.path(), lease);
        publish();
        return true;
    }

    private Optional<Lease.Conflict> conflict(Lease lease) {
        return Stream.concat(held.stream(), released.returning(now()).stream())
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
        Map<PathSegments, Routes.Route> paths = Routes.paths(held, waiting.keySet(), released, this::tokens);
        newest.keySet().retainAll(paths.keySet());
        boolean isHeld = !held.isEmpty();
        WebhookConfig settings = isHeld ? held.get(held.size() - 1).config() : routes.settings();
        routes = new Routes(settings, paths, connectors(), isHeld, wantsOpen());
    }

    private Set<String> connectors() {
        Set<String> names = new HashSet<>();
        Stream.concat(held.stream(), waiting.keySet().stream()).forEach(lease -> names.add(lease.connector()));
        released.forEach((path, last) -> names.add(last.connector()));
        return Set.copyOf(names);
    }

    private boolean wantsOpen() {
        return !held.isEmpty() || !waiting.isEmpty() || released.keepOpen(now());
    }

    private UrlTokens tokens(Lease lease) {
        Lease known = newest.getOrDefault(lease.path(), lease);
        return new UrlTokens(known.config().verification().urlTokens());
    }

    private long now() {
        return nanoTime.getAsLong() - startedAt;
    }
}
