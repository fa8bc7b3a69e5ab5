package io.cioconnect.listener;

import io.cioconnect.config.WebhookConfig;
import io.cioconnect.pace.LogThrottle;
import io.cioconnect.status.ConnectorStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of this JVM, one per address and port, leased by tasks, and their health ports. Tasks lease and release under a short
 * lock. One thread lets time pass; each port is opened, closed and looked after on a thread of its own for the moment, so that one
 * port's trouble, whatever it is, delays no other. Threads end when there is nothing left to look after. Thread-safe; no method
 * waits for the network.
 */
public final class Listeners {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);
    private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(2);

    /** Static, because a port outlives the task that opened it. */
    private static final Listeners OF_THIS_JVM =
            new Listeners(ListenerTimings.STANDARD, System::nanoTime, Clock.systemUTC(), System.getProperties());

    private final ListenerTimings timings;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Map<Object, Object> shared;
    private final ScheduledExecutorService keeper;
    private final Executor work;
    private final Set<Object> atWork = ConcurrentHashMap.newKeySet();
    private final LogThrottle trouble;
    private final Map<HostPort, Port> ports = new HashMap<>(); // guarded by this
    private final Map<HostPort, PortServer> healthServers = new HashMap<>(); // guarded by this
    private final Map<Lease, Integer> announced = new HashMap<>(); // the keeper's
    private final PortsOfJvm all = new PortsOfJvm();
    private @Nullable ScheduledFuture<?> ticking; // guarded by this

    Listeners(ListenerTimings timings, LongSupplier nanoTime, Clock clock, Map<Object, Object> shared) {
        this(timings, nanoTime, clock, shared, ListenerThreads.daemons());
    }

    Listeners(
            ListenerTimings timings,
            LongSupplier nanoTime,
            Clock clock,
            Map<Object, Object> shared,
            ListenerThreads threads) {
        this.keeper = threads.keeper();
        this.work = threads.work();
        this.timings = timings;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.shared = shared;
        this.trouble = new LogThrottle(timings.complain(), nanoTime);
    }

    /** All ports of this worker. */
    public static Listeners ofThisJvm() {
        return OF_THIS_JVM;
    }

    /**
     * Leases a path. Does not throw when the port is in use or settings conflict: it says so in the log and retries.
     *
     * @param receiverNumber which of the connector's receivers this is, from 0. A newer lease of the same number replaces the
     *     older one; different numbers share the path
     * @param status for {@code GET /status}, empty when there is nothing to tell; called on a thread of the listener, so it reads memory
     *     only
     */
    public Lease lease(
            String connector,
            int receiverNumber,
            WebhookConfig config,
            Receiver receiver,
            Supplier<Optional<ConnectorStatus>> status) {
        var lease = new Lease(this, connector, receiverNumber, config, receiver, status);
        at(lease, port -> port.add(lease));
        return lease;
    }

    /**
     * A task that receives could not start, because a secret cannot be read for example. Its path counts as that of a failed task: it is
     * answered 503, unless another receiver of the connector holds it.
     *
     * @param config as far as it can be read
     */
    public void failedStart(String connector, int receiverNumber, WebhookConfig config) {
        var lease = new Lease(this, connector, receiverNumber, config, new NoReceiver(), Optional::empty);
        at(lease, port -> port.failedStart(lease));
    }

    void takeBack(Lease lease) {
        at(lease, port -> port.takeBack(lease));
    }

    private void at(Lease lease, Consumer<Port> change) {
        synchronized (this) {
            change.accept(ports.computeIfAbsent(lease.address(), address -> port(lease)));
            all.update(ports.values());
            if (ticking == null) {
                long tick = timings.tick().toNanos();
                ticking = keeper.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.NANOSECONDS);
            }
        }
        keeper.execute(this::tick);
    }

    private Port port(Lease first) {
        HostPort address = first.address();
        var handover = new PortHandover(
                shared, this, connector -> change(address, port -> port.yieldTo(connector)), connectors -> {
                    List<Port> beside = all.beside(address);
                    change(() -> beside.forEach(port -> connectors.forEach(port::movedAway)));
                    return beside.stream().anyMatch(Port::isClosing);
                });
        return new Port(first, timings, nanoTime, clock, handover, all);
    }

    void release(Lease lease, boolean taskFailed) {
        change(lease.address(), port -> port.release(lease, taskFailed));
    }

    private void change(HostPort address, Consumer<Port> change) {
        change(() -> Optional.ofNullable(ports.get(address)).ifPresent(change));
    }

    private void change(Runnable change) {
        synchronized (this) {
            change.run();
        }
        keeper.execute(this::tick);
    }

    synchronized OptionalInt boundPort(Lease lease) {
        Port port = ports.get(lease.address());
        return port == null || !port.holds(lease)
                ? OptionalInt.empty()
                : port.server().boundPort();
    }

    synchronized Optional<Instant> certificateEnds(Lease lease) {
        return Optional.ofNullable(ports.get(lease.address()))
                .filter(port -> port.holds(lease))
                .flatMap(port -> port.server().certificateEnds());
    }

    private void tick() {
        try {
            forget(); // first: whoever is looked after is not forgotten
            for (Port port : letTimePass()) {
                lookAfter(port, port::keep);
            }
            updateHealthServers().forEach((address, server) -> lookAfter(server, () -> keepHealth(address, server)));
            announce();
        } catch (Throwable e) { // the loop over all ports goes on, whatever one of them does
            complain("the webhook listeners", e);
        }
    }

    /** Not a second time while the first has not ended. */
    private void lookAfter(Object port, Runnable keep) {
        if (!atWork.add(port)) {
            return;
        }
        try {
            work.execute(() -> {
                try {
                    keep.run();
                } catch (Throwable e) { // an Error too: the next tick finds this port, and every other, as it was
                    complain("a port of the webhook listeners", e);
                } finally {
                    atWork.remove(port);
                }
            });
        } catch (RuntimeException | Error e) { // there was no thread for it: the next tick tries again
            atWork.remove(port);
            throw e;
        }
    }

    private synchronized void complain(String what, Throwable e) {
        if (trouble.acquire()) {
            log.error("Could not maintain {}; retrying", what, e);
        }
    }

    private synchronized List<Port> letTimePass() {
        ports.values().forEach(Port::tick);
        return List.copyOf(ports.values());
    }

    /** One for each health port that is wanted now, beside those that are to be closed. */
    private synchronized Map<HostPort, PortServer> updateHealthServers() {
        var served = new HashMap<HostPort, List<Port>>();
        for (Port port : ports.values()) {
            port.routes().settings().listener().healthPort().ifPresent(number -> {
                if (port.isWanted()) {
                    var address = new HostPort(port.address().host(), number);
                    served.computeIfAbsent(address, first -> new ArrayList<>()).add(port);
                }
            });
        }
        all.updateHealth(served);
        served.keySet().forEach(address -> healthServers.computeIfAbsent(address, this::healthServer));
        return Map.copyOf(healthServers);
    }

    /** A port for health and status alone, for all ports that name it. Plain HTTP: it is meant for the inside. */
    private PortServer healthServer(HostPort address) {
        return new PortServer(
                new PortTrouble(
                        PortTrouble.Purpose.HEALTH,
                        address,
                        () -> all.holderOfHealth(address),
                        new LogThrottle(timings.complain(), nanoTime)),
                address,
                guard -> new HealthHandler(() -> all.servedBy(address), guard, timings),
                timings,
                nanoTime,
                new PortHandover(shared, this, connector -> {})); // closes by itself, after the ports it speaks for
    }

    private void keepHealth(HostPort address, PortServer server) {
        if (all.isHealth(address)) {
            server.want(Optional.empty(), Set.of(), HEALTH_PATIENCE, false);
        } else if (server.isOpen()) {
            server.close(HEALTH_PATIENCE);
        }
    }

    private void announce() {
        Set<Lease> held = new HashSet<>();
        for (Port port : ports()) {
            for (Lease lease : port.routes().leases()) {
                held.add(lease);
                port.server().boundPort().ifPresent(number -> {
                    if (!Integer.valueOf(number).equals(announced.put(lease, number))) {
                        log.info(
                                "Connector {} listening on {}://{}{}",
                                lease.connector(),
                                lease.config().tls().isPresent() ? "https" : "http",
                                new HostPort(lease.address().host(), number),
                                lease.config().listener().path());
                    }
                });
            }
        }
        announced.keySet().retainAll(held);
    }

    private synchronized List<Port> ports() {
        return List.copyOf(ports.values());
    }

    private synchronized void forget() {
        // first whether it is at work: only this thread puts it there, so what it says after that stays true
        ports.values()
                .removeIf(port -> !atWork.contains(port)
                        && port.isForgotten()
                        && !port.server().isOpen());
        all.update(ports.values());
        healthServers
                .entrySet()
                .removeIf(health -> !atWork.contains(health.getValue())
                        && !all.isHealth(health.getKey())
                        && !health.getValue().isOpen());
        if (ports.isEmpty() && healthServers.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }
}
