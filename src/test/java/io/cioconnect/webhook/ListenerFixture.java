package io.cioconnect.webhook;

import static org.awaitility.Awaitility.await;

import io.cioconnect.config.WebhookConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Listeners of a test's own, impatient in all things, gone when the test ends. */
final class ListenerFixture implements AfterEachCallback {
    static final ListenerTimings IMPATIENT = new ListenerTimings(
            Duration.ofSeconds(120),
            Duration.ofMillis(600),
            Duration.ofMillis(300),
            Duration.ofSeconds(2),
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMinutes(1),
            Duration.ofSeconds(15),
            Duration.ofMillis(20));

    private final AtomicLong ahead = new AtomicLong();
    final ListenerRegistry registry =
            new ListenerRegistry(IMPATIENT, () -> System.nanoTime() + ahead.get(), Clock.systemUTC());
    private final List<TaskLease> leases = new ArrayList<>();

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
