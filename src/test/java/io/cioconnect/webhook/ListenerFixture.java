package io.cioconnect.webhook;

import static org.awaitility.Awaitility.await;

import io.cioconnect.config.WebhookConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            Duration.ofMillis(400),
            Duration.ofMillis(20));

    final ListenerRegistry registry;
    private final List<TaskLease> leases = new ArrayList<>();

    ListenerFixture() {
        this(IMPATIENT);
    }

    ListenerFixture(ListenerTimings timings) {
        registry = new ListenerRegistry(timings, System::nanoTime, Clock.systemUTC());
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
    }
}
