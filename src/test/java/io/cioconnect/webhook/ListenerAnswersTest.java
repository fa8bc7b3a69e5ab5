package io.cioconnect.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rows of the contract's table of answers that are the listener's, over real sockets. */
class ListenerAnswersTest {
    private static final String PATH = "/webhooks/cio";

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final FakeReceiver receiver = new FakeReceiver();

    @Test
    void answersWhatTheReceiverAnswers() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        HttpPeer.Reply reply = peer.deliver(PATH, "{}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.head()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(receiver.received.take().body()).isEqualTo("{}");
    }
}
