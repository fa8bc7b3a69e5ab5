package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who answers on a port, and for how long. */
class ListenerLeasesTest {
    private static final String PATH = "/webhooks/cio";
    private static final WebhookSettings SETTINGS = WebhookSettings.valid();

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final FakeReceiver receiver = new FakeReceiver();
    private final FakeReceiver other = new FakeReceiver();

    @Test
    void theNewestLeaseOfAReceiverWins() throws Exception {
        Lease zombie = listeners.lease(SETTINGS, receiver);
        HttpPeer peer = listeners.peer(zombie);
        Lease current = listeners.lease(SETTINGS, other);

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(other.received).hasSize(1);
        assertThat(receiver.received).isEmpty();
        assertThat(zombie.isBound()).isFalse();
        zombie.close();
        zombie.fail();
        assertThat(current.isBound()).isTrue();
        assertThat(peer.deliver(PATH, "{}").status())
                .as("the old task's end changes nothing")
                .isEqualTo(200);
    }

    @Test
    void severalReceiversOfOneConnectorTakeTurns() throws Exception {
        HttpPeer peer = listeners.open(SETTINGS, receiver);
        Lease second = listeners.lease("cio", 1, SETTINGS.config(), other);
        for (int i = 0; i < 10; i++) {
            assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        }
        assertThat(receiver.received).hasSize(5);
        assertThat(other.received).hasSize(5);

        other.ready = false;
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(receiver.received).as("those that poll come first").hasSize(7);

        second.close();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(receiver.received).hasSize(8);
    }

    @Test
    void severalConnectorsShareAPortByPath() throws Exception {
        HttpPeer peer = listeners.open(SETTINGS, receiver);
        Lease beside =
                listeners.lease("beside", 0, SETTINGS.path("/webhooks/beside").config(), other);
        await().until(beside::isBound);

        assertThat(beside.boundPort()).hasValue(peer.port);
        assertThat(peer.deliver(PATH, "one").status()).isEqualTo(200);
        assertThat(peer.deliver("/webhooks/beside", "other").status()).isEqualTo(200);
        assertThat(receiver.received.take().body()).isEqualTo("one");
        assertThat(other.received.take().body()).isEqualTo("other");

        beside.close();
        assertThat(peer.deliver("/webhooks/beside", "other").status()).isEqualTo(503);
        assertThat(peer.deliver(PATH, "one").status()).isEqualTo(200);
    }

    @Test
    void aPathOfAnotherConnectorIsGivenOnlyWhenItIsFree() throws Exception {
        Lease first = listeners.lease(SETTINGS, receiver);
        HttpPeer peer = listeners.peer(first);
        Lease newcomer = listeners.lease("newcomer", 0, SETTINGS.config(), other);

        assertThat(newcomer.isBound()).isFalse();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(receiver.received).hasSize(1);

        first.close();
        Lease restarted = listeners.lease(SETTINGS, receiver);
        assertThat(restarted.isBound())
                .as("a task that is restarted finds its path again")
                .isTrue();
        restarted.close();
        listeners.timePasses(ListenerFixture.RETURN_GRACE);
        await("the newcomer's turn").until(newcomer::isBound);
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(other.received).hasSize(1);
    }

    @Test
    void settingsThatConflictMakeTheNewcomerWait() throws Exception {
        Lease first = listeners.lease(SETTINGS, receiver);
        HttpPeer peer = listeners.peer(first);
        Lease newcomer = listeners.lease(
                "newcomer",
                0,
                SETTINGS.path("/webhooks/new").limits(3, 1_000_000).config(),
                other);

        assertThat(newcomer.isBound()).isFalse();
        assertThat(peer.deliver("/webhooks/new", "{}").status()).isEqualTo(503);
        assertThat(peer.deliver("/webhooks/new/a-token-0123456789", "{}").status())
                .as("whatever the token")
                .isEqualTo(503);
        assertThat(peer.get("/webhooks/new/readyz").status()).isEqualTo(503);
        assertThat(peer.deliver("/webhooks/other", "{}").status()).isEqualTo(404);
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);

        first.close();
        listeners.timePasses(ListenerFixture.RETURN_GRACE);
        await("the newcomer's turn").until(newcomer::isBound);
        assertThat(peer.deliver("/webhooks/new", "{}").status()).isEqualTo(200);
        assertThat(peer.deliver(PATH, "{}").status())
                .as("the old path is still known")
                .isEqualTo(503);
    }

    @Test
    void newSettingsOfTheOnlyConnectorTakeEffect() throws Exception {
        Lease first = listeners.lease(SETTINGS, receiver);
        HttpPeer peer = listeners.peer(first);
        first.close();

        listeners.lease(SETTINGS.path("/webhooks/moved").responseTimeout(Duration.ofMillis(501)), other);
        other.outcome = delivery -> new CompletableFuture<>();

        assertThat(peer.deliver("/webhooks/moved", "{}").status()).isEqualTo(503);
        assertThat(other.received).hasSize(1);
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
    }

    @Test
    void tokensThatWereTakenOutAreRevokedAndKnownPathsKeepTheirs() throws Exception {
        Lease first = listeners.lease(SETTINGS.tokens("first-token-0000001", "second-token-000002"), receiver);
        HttpPeer peer = listeners.peer(first);
        Lease second = listeners.lease(SETTINGS.tokens("second-token-000002"), receiver);

        assertThat(peer.deliver(PATH + "/first-token-0000001", "{}").status()).isEqualTo(404);
        assertThat(peer.deliver(PATH + "/second-token-000002", "{}").status()).isEqualTo(200);
        second.close();
        assertThat(peer.deliver(PATH + "/first-token-0000001", "{}").status())
                .as("nobody holds the path; another worker may know more tokens than were known here")
                .isEqualTo(503);
        assertThat(peer.deliver(PATH + "/second-token-000002", "{}").status()).isEqualTo(503);
    }

    @Test
    void aTokenThatOnlyANewerLeaseKnewStaysKnown() throws Exception {
        HttpPeer peer = listeners.open(SETTINGS.tokens("first-token-0000001"), receiver);
        Lease newer = listeners.lease(
                "cio",
                1,
                SETTINGS.tokens("first-token-0000001", "second-token-000002").config(),
                other);
        newer.close();

        assertThat(peer.deliver(PATH + "/second-token-000002", "{}").status()).isEqualTo(200);
        assertThat(receiver.received).hasSize(1);
    }

    @Test
    void thePortStaysOpenAfterTheLastLeaseAndAnswers503() throws Exception {
        Lease lease = listeners.lease(SETTINGS, receiver);
        HttpPeer peer = listeners.peer(lease);
        lease.close();

        HttpPeer.Reply reply = peer.deliver(PATH, "{}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.says("Retry-After: 5")).isTrue();
        assertThat(reply.says("Connection: close"))
                .as("nobody keeps a connection to a port that is about to close")
                .isTrue();
        assertThat(peer.get("/healthz").status()).isEqualTo(200);
        assertThat(peer.get("/readyz").status()).isEqualTo(503);
        assertThat(peer.get(PATH + "/readyz").status()).isEqualTo(503);
        assertThat(peer.deliver("/nowhere", "{}").status()).isEqualTo(404);
        assertThat(lease.isBound()).isFalse();
    }

    @Test
    void thePortClosesWhenItWasKeptOpenLongEnough() throws Exception {
        Lease lease = listeners.lease(SETTINGS.keepOpen(Duration.ofMinutes(10)), receiver);
        HttpPeer peer = listeners.peer(lease);
        lease.close();
        listeners.timePasses(Duration.ofMinutes(9));
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);

        listeners.timePasses(Duration.ofMinutes(1));

        await("the port is closed").until(() -> isRefused(peer));
    }

    @Test
    void thePortOfAFailedTaskStaysOpen() throws Exception {
        Lease lease = listeners.lease(SETTINGS.keepOpen(Duration.ofMillis(50)), receiver);
        Lease beside = listeners.lease(
                "beside",
                0,
                SETTINGS.keepOpen(Duration.ofMillis(50))
                        .path("/webhooks/beside")
                        .config(),
                other);
        HttpPeer peer = listeners.peer(lease);
        lease.fail();
        beside.close();
        listeners.timePasses(ListenerFixture.RETURN_GRACE);

        await("the other's path is forgotten")
                .until(() -> peer.deliver("/webhooks/beside", "{}").status() == 404);
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);

        Lease restarted = listeners.lease(SETTINGS.keepOpen(Duration.ZERO), receiver);
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        restarted.close();
        await("and can be closed after a restart").until(() -> isRefused(peer));
    }

    @Test
    void keepOpenZeroClosesAtOnceButOpenDeliveriesAreAnswered() throws Exception {
        var outcome = new CompletableFuture<Answer>();
        receiver.outcome = delivery -> outcome;
        Lease lease = listeners.lease(SETTINGS.keepOpen(Duration.ZERO), receiver);
        HttpPeer peer = listeners.peer(lease);
        try (Socket socket = peer.connect()) {
            HttpPeer.write(socket, HttpPeer.delivery(PATH, "{}"));
            receiver.received.take();
            lease.close();
            await("the port is closed").until(() -> isRefused(peer));
            outcome.complete(Answer.ACKNOWLEDGED);

            HttpPeer.Reply reply = HttpPeer.reply(socket);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.says("Connection: close")).isTrue();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aPortThatWasClosedCanBeLeasedAgain() throws Exception {
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        int port = 0;
        for (int i = 0; i < 5; i++) {
            Lease lease = listeners.lease(SETTINGS.port(port).keepOpen(Duration.ZERO), receiver);
            HttpPeer peer = listeners.peer(lease);
            port = peer.port;
            try (Socket kept = peer.connect()) {
                HttpPeer.write(kept, HttpPeer.delivery(PATH, "{}"));
                assertThat(HttpPeer.reply(kept).status()).isEqualTo(200);
                lease.close();
                await("the port is closed").until(() -> isRefused(peer));
            }
        }
        String number = String.valueOf(port);
        await("its threads are gone")
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> !others.contains(thread))
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("customerio-webhook-") && name.contains(number)));
    }

    private static boolean isRefused(HttpPeer peer) throws IOException {
        try (Socket socket = peer.connect()) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        }
    }
}
