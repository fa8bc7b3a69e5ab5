package io.cioconnect.listener;

import io.cioconnect.config.WebhookConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All listeners of this JVM and their health ports. Tasks lease and release under a short lock; one thread, which ends when there
 * is nothing left to look after, opens and closes ports and lets time pass. Thread-safe; no method waits for the network.
 */
final class ListenerRegistry {
    private static final Logger log = LoggerFactory.getLogger(ListenerRegistry.class);

    /** What a delivery may still need after its deadline, before its connection is cut. */
    private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(2);

    private final ListenerTimings timings;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor keeper;
    private final Map<HostPort, OpenPort> ports = new HashMap<>(); // guarded by this
    private final Map<HostPort, HealthPort> healthPorts = new HashMap<>(); // guarded by this
    private final Map<TaskLease, Integer> announced = new HashMap<>(); // the keeper's
    private @Nullable ScheduledFuture<?> ticking; // guarded by this

    ListenerRegistry(ListenerTimings timings, LongSupplier nanoTime, Clock clock) {
        this.timings = timings;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.keeper = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "customerio-webhook-keeper");
            thread.setDaemon(true);
            return thread;
        });
        keeper.setKeepAliveTime(10, TimeUnit.SECONDS);
        keeper.allowCoreThreadTimeOut(true);
        keeper.setRemoveOnCancelPolicy(true);
    }

    TaskLease lease(
            String connector, int receiverNumber, WebhookConfig config, Receiver receiver, Supplier<String> status) {
        var lease = new TaskLease(this, connector, receiverNumber, config, receiver, status);
        synchronized (this) {
            ports.computeIfAbsent(lease.address(), address -> open(lease))
                    .paths()
                    .add(lease);
            if (ticking == null) {
                long tick = timings.tick().toNanos();
                ticking = keeper.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.NANOSECONDS);
            }
        }
        keeper.execute(this::tick);
        return lease;
    }

    private OpenPort open(TaskLease first) {
        var paths = new SharedListener(first, timings, nanoTime);
        var limit = new InFlightLimit();
        var refusals = new Refusals(first.address(), timings.complain(), nanoTime);
        var binding = new ServerBinding(
                first.address(),
                guard -> new WebhookHandler(paths, limit, refusals, guard, timings, clock),
                timings,
                nanoTime);
        return new OpenPort(paths, limit, refusals, binding);
    }

    void release(TaskLease lease, boolean taskFailed) {
        synchronized (this) {
            OpenPort port = ports.get(lease.address());
            if (port == null) {
                return;
            }
            port.paths().release(lease, taskFailed);
        }
        keeper.execute(this::tick);
    }

    synchronized OptionalInt boundPort(TaskLease lease) {
        OpenPort port = ports.get(lease.address());
        return port == null || !port.paths().holds(lease)
                ? OptionalInt.empty()
                : port.binding().boundPort();
    }

    /** Where a lease's health endpoints are, if they have a port of their own and it is bound. */
    synchronized OptionalInt boundHealthPort(TaskLease lease) {
        HealthPort port = healthPorts.get(healthAddress(lease.address(), lease.settings()));
        return port == null ? OptionalInt.empty() : port.binding().boundPort();
    }

    private void tick() {
        try {
            for (OpenPort port : lookAfterPaths()) {
                port.keep(BEYOND_DEADLINE);
            }
            for (HealthPort health : healthPortsNow()) {
                health.keep(BEYOND_DEADLINE);
            }
            announce();
            forget();
        } catch (RuntimeException e) {
            log.error("Could not look after the webhook listeners; it is tried again", e);
        }
    }

    private synchronized List<OpenPort> lookAfterPaths() {
        ports.values().forEach(port -> port.paths().tick());
        return List.copyOf(ports.values());
    }

    private synchronized List<HealthPort> healthPortsNow() {
        var served = new HashMap<HostPort, List<OpenPort>>();
        for (OpenPort port : ports.values()) {
            ListenerSettings settings = port.paths().table().settings();
            if (port.paths().isWanted() && settings.healthPort().isPresent()) {
                served.computeIfAbsent(healthAddress(port.paths().address(), settings), address -> new ArrayList<>())
                        .add(port);
            }
        }
        served.keySet()
                .forEach(address ->
                        healthPorts.computeIfAbsent(address, free -> new HealthPort(free, timings, nanoTime)));
        healthPorts.forEach((address, health) -> health.serve(served.getOrDefault(address, List.of())));
        return List.copyOf(healthPorts.values());
    }

    private static HostPort healthAddress(HostPort address, ListenerSettings settings) {
        return new HostPort(address.host(), settings.healthPort().orElse(-1));
    }

    private void announce() {
        Set<TaskLease> held = new HashSet<>();
        for (OpenPort port : openPorts()) {
            for (TaskLease lease : port.paths().table().leases()) {
                held.add(lease);
                port.binding().boundPort().ifPresent(number -> {
                    if (!Integer.valueOf(number).equals(announced.put(lease, number))) {
                        log.info(
                                "Connector {} listening on {}://{}{}",
                                lease.connector(),
                                lease.settings().tls().isPresent() ? "https" : "http",
                                new HostPort(lease.address().host(), number),
                                lease.config().path());
                    }
                });
            }
        }
        announced.keySet().retainAll(held);
    }

    private synchronized List<OpenPort> openPorts() {
        return List.copyOf(ports.values());
    }

    private synchronized void forget() {
        ports.values()
                .removeIf(port -> port.paths().isForgotten() && !port.binding().isOpen());
        healthPorts
                .values()
                .removeIf(health -> health.isUnused() && !health.binding().isOpen());
        if (ports.isEmpty() && healthPorts.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }
}
