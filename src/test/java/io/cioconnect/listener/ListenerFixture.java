package io.cioconnect.listener;

import static org.awaitility.Awaitility.await;

import io.cioconnect.config.WebhookConfig;
import io.cioconnect.pace.Backoff;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Listeners of a test's own, gone when the test ends. */
final class ListenerFixture implements AfterEachCallback {
    static final Duration RETURN_GRACE = Duration.ofSeconds(15);

    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration PATIENT =
            Duration.ofMinutes(1); // a busy machine may need long for what a client does at once

    private final AtomicLong ahead = new AtomicLong();
    final ListenerRegistry registry;
    private final List<TaskLease> leases = new ArrayList<>();

    ListenerFixture() {
        this(PATIENT, PATIENT);
    }

    private ListenerFixture(Duration firstRequest, Duration head) {
        var timings = new ListenerTimings(
                Duration.ofMinutes(2),
                firstRequest,
                head,
                Duration.ofSeconds(5),
                TICK,
                new Backoff(TICK, TICK.multipliedBy(10)),
                Duration.ofMinutes(1),
                RETURN_GRACE,
                TICK);
        registry = new ListenerRegistry(timings, () -> System.nanoTime() + ahead.get(), Clock.systemUTC());
    }

    /** Does not wait long for the first request of a connection. */
    static ListenerFixture impatientWithNewConnections() {
        return new ListenerFixture(Duration.ofMillis(300), PATIENT);
    }

    /** Does not wait long for the rest of a later request's head. */
    static ListenerFixture impatientWithHeads() {
        return new ListenerFixture(PATIENT, Duration.ofMillis(300));
    }

    TaskLease lease(WebhookSettings settings, Receiver receiver) {
        return lease("cio", 0, settings.config(), receiver);
    }

    TaskLease lease(String connector, int number, WebhookConfig config, Receiver receiver) {
        TaskLease lease = registry.lease(connector, number, config, receiver, () -> "{\"receiver\":" + number + "}");
        leases.add(lease);
        return lease;
    }

    /** Leases, and waits until the port is open. */
    HttpPeer open(WebhookSettings settings, Receiver receiver) {
        return peer(lease(settings, receiver));
    }

    HttpPeer peer(TaskLease lease) {
        await("the port is bound").until(lease::isBound);
        return new HttpPeer(lease.boundPort().orElseThrow());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        leases.forEach(TaskLease::close);
        timePasses(Duration.ofDays(1));
    }

    /** For all but Jetty's own timers and the deadlines of deliveries. */
    void timePasses(Duration duration) {
        ahead.addAndGet(duration.toNanos());
    }
}
