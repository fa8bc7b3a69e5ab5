package io.cioconnect.listener;

import static org.awaitility.Awaitility.await;

import io.cioconnect.config.WebhookConfig;
import io.cioconnect.pace.Backoff;
import io.cioconnect.status.ConnectorStatus;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Listeners of a test's own, gone when the test ends. */
final class ListenerFixture implements AfterEachCallback {
    static final Duration RETURN_GRACE = Duration.ofSeconds(15);

    private static final Duration TICK = Duration.ofMillis(20);
    private static final Backoff OFTEN = new Backoff(TICK, TICK.multipliedBy(10));
    private static final Duration PATIENT =
            Duration.ofMinutes(1); // a busy machine may need long for what a client does at once

    private final AtomicLong ahead = new AtomicLong();
    private final ConcurrentHashMap<Object, Object> shared;
    final Listeners all;
    private final List<Lease> leases = new ArrayList<>();

    ListenerFixture() {
        this(PATIENT, PATIENT, Duration.ZERO);
    }

    /** Another version of the plugin in the same JVM. */
    ListenerFixture(ListenerFixture sameJvm) {
        this(PATIENT, PATIENT, Duration.ZERO, sameJvm.shared);
    }

    /** The same; it waits so long between its attempts to bind. */
    ListenerFixture(ListenerFixture sameJvm, Duration retry) {
        this(PATIENT, PATIENT, Duration.ZERO, sameJvm.shared, Optional.empty(), new Backoff(retry, retry));
    }

    private ListenerFixture(Duration firstRequest, Duration head, Duration opening) {
        this(firstRequest, head, opening, new ConcurrentHashMap<>());
    }

    private ListenerFixture(
            Duration firstRequest, Duration head, Duration opening, ConcurrentHashMap<Object, Object> shared) {
        this(firstRequest, head, opening, shared, Optional.empty(), OFTEN);
    }

    private ListenerFixture(
            Duration firstRequest,
            Duration head,
            Duration opening,
            ConcurrentHashMap<Object, Object> shared,
            Optional<Executor> work,
            Backoff retry) {
        this(Duration.ofMinutes(2), firstRequest, head, opening, shared, work, retry);
    }

    private ListenerFixture(
            Duration idle,
            Duration firstRequest,
            Duration head,
            Duration opening,
            ConcurrentHashMap<Object, Object> shared,
            Optional<Executor> work,
            Backoff retry) {
        this.shared = shared;
        var timings = new ListenerTimings(
                idle,
                firstRequest,
                head,
                Duration.ofSeconds(5),
                TICK,
                retry,
                Duration.ofMinutes(1),
                RETURN_GRACE,
                opening,
                TICK);
        all = work.map(threads ->
                        new Listeners(timings, this::now, Clock.systemUTC(), shared, ListenerThreads.working(threads)))
                .orElseGet(() -> new Listeners(timings, this::now, Clock.systemUTC(), shared));
    }

    private long now() {
        return System.nanoTime() + ahead.get();
    }

    /** What opens and looks after ports is run by this. */
    static ListenerFixture withThreads(Executor work) {
        return new ListenerFixture(
                PATIENT, PATIENT, Duration.ZERO, new ConcurrentHashMap<>(), Optional.of(work), OFTEN);
    }

    /** Does not wait long for the first request of a connection. */
    static ListenerFixture impatientWithNewConnections() {
        return new ListenerFixture(Duration.ofMillis(300), PATIENT, Duration.ZERO);
    }

    /** Does not wait long for the rest of a later request's head. */
    static ListenerFixture impatientWithHeads() {
        return new ListenerFixture(PATIENT, Duration.ofMillis(300), Duration.ZERO);
    }

    /** Does not keep a connection for long on which there is no request. */
    static ListenerFixture impatientWithIdleConnections() {
        return new ListenerFixture(
                Duration.ofSeconds(2),
                PATIENT,
                PATIENT,
                Duration.ZERO,
                new ConcurrentHashMap<>(),
                Optional.empty(),
                OFTEN);
    }

    /** Unknown paths are answered 503 for a while after a port was opened, as in production. */
    static ListenerFixture withOpening(Duration opening) {
        return new ListenerFixture(PATIENT, PATIENT, opening);
    }

    Lease lease(WebhookSettings settings, Receiver receiver) {
        return lease("cio", 0, settings.config(), receiver);
    }

    Lease lease(String connector, int number, WebhookConfig config, Receiver receiver) {
        Lease lease = all.lease(connector, number, config, receiver, () -> Optional.of(status(number)));
        leases.add(lease);
        return lease;
    }

    private static ConnectorStatus status(int receiver) {
        return new ConnectorStatus(
                "1.2.3",
                Instant.EPOCH,
                List.of(),
                new ConnectorStatus.Registration("manual", "", Optional.empty(), false),
                List.of(new ConnectorStatus.Receiver(
                        receiver, true, true, true, new ConnectorStatus.Latency(0, 0, 0), 0, Map.of(), 0, -1)),
                List.of(),
                Optional.empty(),
                List.of());
    }

    /** Leases, and waits until the port is open. */
    HttpPeer open(WebhookSettings settings, Receiver receiver) {
        return peer(lease(settings, receiver));
    }

    HttpPeer peer(Lease lease) {
        await("the port is bound").until(lease::isBound);
        return new HttpPeer(lease.boundPort().orElseThrow());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        leases.forEach(Lease::close);
        timePasses(Duration.ofDays(1));
    }

    /** For all but Jetty's own timers and the deadlines of deliveries. */
    void timePasses(Duration duration) {
        ahead.addAndGet(duration.toNanos());
    }
}
