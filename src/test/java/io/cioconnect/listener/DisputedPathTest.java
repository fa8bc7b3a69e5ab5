package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.FreePort;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A path that one connector holds and another one counts on: what the holder does not know, the other may. */
class DisputedPathTest {
    private static final String PATH = "/webhooks/cio";
    private static final String TOKEN = "token-0123456789abc";
    private static final WebhookSettings SETTINGS = WebhookSettings.valid();

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final FakeReceiver receiver = new FakeReceiver();
    private final FakeReceiver other = new FakeReceiver();

    @Test
    void aPathThatIsTakenIsNotCalledUnknown() throws Exception {
        HttpPeer peer = listeners.open(SETTINGS.tokens("first-token-0000001"), receiver);
        assertThat(peer.deliver(PATH + "/second-token-000002", "{}").status()).isEqualTo(404);
        Lease newcomer = listeners.lease(
                "newcomer", 0, SETTINGS.tokens("second-token-000002").config(), other);

        assertThat(peer.deliver(PATH + "/second-token-000002", "{}").status()).isEqualTo(503);
        assertThat(peer.deliver(PATH + "/first-token-0000001", "{}").status()).isEqualTo(200);

        newcomer.close();
        assertThat(peer.deliver(PATH + "/second-token-000002", "{}").status()).isEqualTo(404);
    }

    @Test
    void aSignatureThereIsNotCalledWrong() throws Exception {
        HttpPeer peer = listeners.open(SETTINGS, receiver);
        assertThat(signedByTheOther(peer)).isEqualTo(401);
        Lease newcomer = listeners.lease("newcomer", 0, SETTINGS.config(), other);

        assertThat(signedByTheOther(peer)).isEqualTo(503);
        assertThat(unsigned(peer)).isEqualTo(503);
        List<Answer> counted = List.of(Answer.UNVERIFIED, Answer.UNAVAILABLE, Answer.UNAVAILABLE);
        await("an answer is counted once it was sent").until(() -> receiver.answers.equals(counted));
        assertThat(peer.deliver(PATH, "{}").status()).as("the holder goes on").isEqualTo(200);

        newcomer.close();
        assertThat(signedByTheOther(peer)).isEqualTo(401);
    }

    @Test
    void aSignatureBelowAPathThatWasLetGoOfIsStillWrong() throws Exception {
        HttpPeer peer = listeners.open(SETTINGS, receiver);
        listeners.lease("moved", 0, SETTINGS.path("/webhooks").config(), other).close();

        assertThat(signedByTheOther(peer)).isEqualTo(401);
    }

    @Test
    void noSignatureIsCalledWrongOnAPortThatAnotherConnectorWaitsFor() throws Exception {
        WebhookSettings settings = SETTINGS.port(FreePort.next());
        HttpPeer peer = listeners.open(settings.host("0.0.0.0"), receiver);
        Lease newcomer =
                listeners.lease("newcomer", 0, settings.host("127.0.0.1").config(), other);

        assertThat(signedByTheOther(peer)).isEqualTo(503);
        newcomer.close();
    }

    @Test
    void aCallerWhomOnlyTheOtherAllowsIsNotRefused() throws Exception {
        WebhookSettings here = SETTINGS.path("/webhooks/here").addresses(List.of(), List.of("192.0.2.0/24"));
        HttpPeer peer = listeners.open(here, receiver);
        Lease newcomer = listeners.lease("newcomer", 0, SETTINGS.tokens(TOKEN).config(), other);

        assertThat(peer.deliver(PATH + "/" + TOKEN, "{}").status())
                .as("it waits for the port, because its settings differ")
                .isEqualTo(503);
        assertThat(peer.get(PATH + "/readyz").status()).isEqualTo(503);
        assertThat(peer.deliver("/webhooks/here", "{}").status()).isEqualTo(403);
        assertThat(peer.deliver("/webhooks/unknown", "{}").status()).isEqualTo(403);

        newcomer.close();
        assertThat(peer.deliver(PATH + "/" + TOKEN, "{}").status())
                .as("its task may be back soon")
                .isEqualTo(503);
    }

    @Test
    void aCallerWhomNeitherAllowsIsRefused() throws Exception {
        HttpPeer peer = listeners.open(SETTINGS.addresses(List.of(), List.of("192.0.2.0/24")), receiver);
        listeners.lease(
                "newcomer",
                0,
                SETTINGS.addresses(List.of(), List.of("192.0.2.7")).config(),
                other);

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(403);
    }

    @Test
    void aCallerWhomOnlyTheOtherAllowsIsNotRefusedOnAPortThatTheOtherWaitsFor() throws Exception {
        WebhookSettings settings = SETTINGS.port(FreePort.next());
        HttpPeer peer = listeners.open(
                settings.path("/webhooks/here").host("0.0.0.0").addresses(List.of(), List.of("192.0.2.0/24")),
                receiver);
        listeners.lease("newcomer", 0, settings.host("127.0.0.1").config(), other);

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
    }

    private static int signedByTheOther(HttpPeer peer) throws Exception {
        return peer.send(HttpPeer.delivery(PATH, "{}").replace("good", "other")).status();
    }

    private static int unsigned(HttpPeer peer) throws Exception {
        return peer.send(HttpPeer.delivery(PATH, "{}").replace("X-CIO-Signature: good\r\n", ""))
                .status();
    }
}
