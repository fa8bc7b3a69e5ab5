package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.FreePort;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A path that one connector holds and another one counts on: what the holder does not know, the other may. */
class DisputedPathTest {
    private static final String PATH = "/webhooks/cio";
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
        assertThat(receiver.answers).containsExactly(Answer.UNVERIFIED, Answer.UNAVAILABLE, Answer.UNAVAILABLE);
        assertThat(peer.deliver(PATH, "{}").status()).as("the holder goes on").isEqualTo(200);

        newcomer.close();
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

    private static int signedByTheOther(HttpPeer peer) throws Exception {
        return peer.send(HttpPeer.delivery(PATH, "{}").replace("good", "other")).status();
    }

    private static int unsigned(HttpPeer peer) throws Exception {
        return peer.send(HttpPeer.delivery(PATH, "{}").replace("X-CIO-Signature: good\r\n", ""))
                .status();
    }
}
