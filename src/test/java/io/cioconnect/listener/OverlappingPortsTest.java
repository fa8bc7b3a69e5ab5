package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.FreePort;
import io.cioconnect.testing.CapturedLog;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ports of one JVM with the same number, of which only one can be opened. */
class OverlappingPortsTest {
    private static final String PATH = "/webhooks/cio";
    private static final String OTHER_PATH = "/webhooks/other";
    private static final String TOKEN = "token-0123456789abc";

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    @RegisterExtension
    final ListenerFixture retriesHourly = new ListenerFixture(listeners, Duration.ofHours(1));

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private final FakeReceiver receiver = new FakeReceiver();
    private final FakeReceiver other = new FakeReceiver();
    private final WebhookSettings settings = WebhookSettings.valid().port(FreePort.next());
    private final WebhookSettings otherSettings = settings.path(OTHER_PATH);

    @ParameterizedTest
    @CsvSource({"127.0.0.1, localhost", "0.0.0.0, 127.0.0.1"})
    void theNewcomersPathIsUnavailableNotUnknownAndTheLogNamesTheOther(String host, String spelling) throws Exception {
        HttpPeer peer = listeners.open(settings.host(host), receiver);
        Lease newcomer = listeners.lease(
                "newcomer", 0, otherSettings.host(spelling).tokens(TOKEN).config(), other);

        assertThat(peer.deliver(OTHER_PATH + "/" + TOKEN, "{}").status()).isEqualTo(503);
        assertThat(peer.deliver(OTHER_PATH + "/another-0123456789", "{}").status())
                .as("whatever the token")
                .isEqualTo(503);
        assertThat(peer.get(OTHER_PATH + "/readyz").status()).isEqualTo(503);
        assertThat(peer.deliver("/webhooks/unknown", "{}").status()).isEqualTo(404);
        await("the log says why").until(() -> !log.lines("Cannot listen").isEmpty());
        assertThat(log.lines("Cannot listen").get(0))
                .contains("Connector cio listens for deliveries on " + host, "webhook.listen.host");
        assertThat(log.lines("another version")).isEmpty();
        assertThat(newcomer.isBound()).isFalse();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
    }

    @Test
    void aPortThatIsKeptOpenForAFailedTaskIsNotTakenByAnotherConnector() throws Exception {
        Lease failing = listeners.lease(settings.host("0.0.0.0"), receiver);
        HttpPeer peer = listeners.peer(failing);
        failing.fail();
        Lease newcomer = listeners.lease("newcomer", 0, otherSettings.config(), other);
        await("it was tried").until(() -> !log.lines("Cannot listen").isEmpty());

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
        assertThat(listeners.lease(settings.host("0.0.0.0"), receiver).isBound())
                .as("the task is restarted")
                .isTrue();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(newcomer.isBound()).isFalse();
    }

    @Test
    void theNewcomerGetsThePortWhenTheOtherHasLetGoOfIt() throws Exception {
        Lease first = listeners.lease(settings.host("0.0.0.0").keepOpen(Duration.ZERO), receiver);
        listeners.peer(first);
        Lease newcomer = listeners.lease("newcomer", 0, otherSettings.config(), other);
        first.close();
        listeners.timePasses(ListenerFixture.RETURN_GRACE);

        HttpPeer peer = listeners.peer(newcomer);
        assertThat(peer.deliver(OTHER_PATH, "{}").status()).isEqualTo(200);
    }

    /** Its deliveries were answered 503 by the other; refused, each would cost an hour. */
    @Test
    void theNewcomerGetsAClosedPortBeforeTheNextRetry() throws Exception {
        Lease first = retriesHourly.lease(settings.host("0.0.0.0").keepOpen(Duration.ZERO), receiver);
        retriesHourly.peer(first);
        Lease newcomer = retriesHourly.lease("newcomer", 0, otherSettings.config(), other);
        await("it was tried").until(() -> !log.lines("Cannot listen").isEmpty());
        first.close();

        assertThat(retriesHourly.peer(newcomer).deliver(OTHER_PATH, "{}").status())
                .isEqualTo(200);
    }

    /** As a changed webhook.listen.host does it: the old task ends, the new one starts. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, localhost, false", "127.0.0.1, 0.0.0.0, false", "0.0.0.0, 127.0.0.1, true"})
    void aConnectorThatChangesItsHostHasItsPortAtOnce(String before, String after, boolean failed) throws Exception {
        Lease older = listeners.lease(settings.host(before), receiver);
        listeners.peer(older);
        if (failed) {
            older.fail();
        } else {
            older.close();
        }
        HttpPeer peer = listeners.open(settings.host(after), other);

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(other.received).hasSize(1);
    }

    /** Until then connections are refused, and each costs an hour. */
    @Test
    void theChangedHostIsBoundBeforeTheNextRetry() throws Exception {
        Lease older = retriesHourly.lease(settings.host("127.0.0.1"), receiver);
        retriesHourly.peer(older);
        older.close();
        Lease newer = retriesHourly.lease(settings.host("0.0.0.0"), other);

        assertThat(retriesHourly.peer(newer).deliver(PATH, "{}").status()).isEqualTo(200);
    }

    /** A wrong host (one for documentation, RFC 5737) leaves the port as it was: answers 503 until it is corrected, and no connection is refused. */
    @ParameterizedTest
    @CsvSource({"0.0.0.0, 192.0.2.1", "127.0.0.1, 192.0.2.1"})
    void theOldAddressStaysOpenWhenTheChangedHostIsNoneOfThisMachine(String before, String wrong) throws Exception {
        Lease older = listeners.lease(settings.host(before), receiver);
        HttpPeer peer = listeners.peer(older);
        older.close();
        listeners.lease(settings.host(wrong), other);
        await("it was tried").until(() -> !log.lines("Cannot listen").isEmpty());
        listeners.timePasses(ListenerFixture.RETURN_GRACE);

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
        assertThat(listeners
                        .open(settings.host(before), receiver)
                        .deliver(PATH, "{}")
                        .status())
                .as("the host is corrected")
                .isEqualTo(200);
        assertThat(log.lines("Cannot listen").get(0))
                .contains("BindException: ", "correct webhook.listen.host")
                .doesNotContain("listens for deliveries");
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere 127.0.0.2 is no address of the machine
    void theOldAddressStaysOpenWhenAnotherProgramHasTheChangedOne() throws Exception {
        Lease older = listeners.lease(settings, receiver);
        HttpPeer peer = listeners.peer(older);
        older.close();
        try (var program = new ServerSocket(peer.port, 1, InetAddress.getByName("127.0.0.2"))) {
            listeners.lease(settings.host("127.0.0.2"), other);
            await("it was tried").until(() -> !log.lines("Cannot listen").isEmpty());

            assertThat(program.isBound()).isTrue();
            assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
        }
    }

    @Test
    void aPortThatAnotherConnectorHoldsStaysWhenOneOfTwoChangesItsHost() throws Exception {
        HttpPeer peer = listeners.open(settings.host("0.0.0.0"), receiver);
        Lease mover = listeners.lease("mover", 0, otherSettings.host("0.0.0.0").config(), other);
        mover.close();
        Lease moved = listeners.lease("mover", 0, otherSettings.config(), other);
        await("it was tried").until(() -> !log.lines("Cannot listen").isEmpty());
        listeners.timePasses(ListenerFixture.RETURN_GRACE);

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(peer.deliver(OTHER_PATH, "{}").status()).isEqualTo(503);
        assertThat(moved.isBound()).isFalse();
    }

    @Test
    void aHealthPortThatIsAnothersPortForDeliveriesIsNamed() throws Exception {
        HttpPeer peer = listeners.open(settings, receiver);
        listeners.lease(
                "newcomer", 0, otherSettings.port(0).healthPort(peer.port).config(), other);

        await("the log says why").until(() -> !log.lines("Cannot listen").isEmpty());
        assertThat(log.lines("Cannot listen").get(0))
                .contains("Connector cio listens for deliveries on", "Correct webhook.health.port");
        assertThat(log.lines("another version")).isEmpty();
    }

    @Test
    void aPortForDeliveriesThatIsAnothersHealthPortIsNamed() throws Exception {
        int health = FreePort.next();
        listeners.open(settings.healthPort(health), receiver);
        await("the health port is open")
                .until(() -> new HttpPeer(health).get("/healthz").status() == 200);
        listeners.lease("newcomer", 0, otherSettings.port(health).config(), other);

        await("the log says why").until(() -> !log.lines("Cannot listen").isEmpty());
        assertThat(log.lines("Cannot listen").get(0))
                .contains("It is the webhook.health.port of connector cio", "webhook.listen.port");
    }
}
