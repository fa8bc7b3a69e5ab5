package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.pace.Backoff;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is answered between two looks at a port, which the thread that looks after it takes at any time. */
class PortTest {
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final WebhookSettings SETTINGS = WebhookSettings.valid().keepOpen(Duration.ZERO);
    private static final String PATH = "/webhooks/cio";
    private static final String OTHER_PATH = "/webhooks/other";

    private final AtomicLong ahead = new AtomicLong();
    private final ListenerTimings timings = new ListenerTimings(
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofMillis(20),
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)),
            Duration.ofMinutes(1),
            GRACE,
            Duration.ZERO,
            Duration.ofMillis(20));
    private final Listeners unused = new Listeners(timings, System::nanoTime, Clock.systemUTC(), new HashMap<>());
    private final Lease first = lease("cio", PATH);
    private final Lease second = lease("other", OTHER_PATH);
    private final Lease successor = lease("successor", PATH);
    private final Port port = new Port(
            first,
            timings,
            () -> System.nanoTime() + ahead.get(),
            Clock.systemUTC(),
            new PortHandover(new HashMap<>(), unused, connector -> {}),
            new PortsOfJvm());

    private Lease lease(String connector, String path) {
        return new Lease(unused, connector, 0, SETTINGS.path(path).config(), new FakeReceiver(), Optional::empty);
    }

    @AfterEach
    void closePort() {
        port.server().close(Duration.ZERO);
    }

    private HttpPeer open(Lease... leases) {
        for (Lease lease : leases) {
            port.add(lease);
        }
        port.keep();
        return new HttpPeer(port.server().boundPort().orElseThrow());
    }

    @Test
    void aPortThatIsAboutToCloseKnowsNoWrongPath() throws Exception {
        HttpPeer peer = open(first);
        port.release(first, false);
        port.tick();
        assertThat(port.isWanted()).isFalse();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
        ahead.addAndGet(GRACE.toNanos());
        port.tick();
        assertThat(peer.deliver(PATH, "{}").status())
                .as("the path is forgotten, the port not closed yet")
                .isEqualTo(503);
        port.keep();
        assertThat(port.server().isOpen()).isFalse();
    }

    @Test
    void aPortThatAnotherVersionAskedForKnowsNoWrongPath() throws Exception {
        HttpPeer peer = open(first);
        port.yieldTo("cio");
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
        port.keep();
        assertThat(port.server().isOpen()).isFalse();
    }

    @Test
    void aPathThatAnotherVersionAskedForIsUnavailableWhileOthersHoldThePort() throws Exception {
        HttpPeer peer = open(first, second);
        port.yieldTo("cio");
        port.tick();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
        assertThat(peer.deliver(OTHER_PATH, "{}").status()).isEqualTo(200);

        ahead.addAndGet(GRACE.toNanos() / 2);
        port.yieldTo("cio"); // it asks again and again
        ahead.addAndGet(GRACE.toNanos() / 2);
        port.tick();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);

        port.release(second, false);
        port.tick();
        assertThat(port.isWanted()).as("the port is not kept open for it").isFalse();
    }

    @Test
    void aPathThatIsNotKeptOpenIsUnavailableWhileItsTaskRestartsBesideOthers() throws Exception {
        HttpPeer peer = open(first, second);
        port.release(first, false);
        port.tick();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
        assertThat(peer.deliver(OTHER_PATH, "{}").status()).isEqualTo(200);
        ahead.addAndGet(GRACE.toNanos());
        port.tick();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(404);
    }

    @Test
    void aPathThatIsNotKeptOpenIsFreeForAnotherConnectorAtOnce() throws Exception {
        HttpPeer peer = open(first, second);
        port.release(first, false);
        port.add(successor);
        assertThat(port.holds(successor)).isTrue();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
    }
}
