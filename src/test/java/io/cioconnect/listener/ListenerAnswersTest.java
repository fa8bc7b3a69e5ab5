package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented answers that are the listener's own, over real sockets. */
class ListenerAnswersTest {
    private static final String PATH = "/webhooks/cio";
    private static final String TOKEN = "a-secret-token-of-22";
    private static final int MIB = 1 << 20;

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final FakeReceiver receiver = new FakeReceiver();

    @Test
    void answersWhatTheReceiverAnswersWithNothingButTheStatus() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        HttpPeer.Reply reply = peer.deliver(PATH, "{}");

        assertThat(reply.head()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(receiver.received.take().body()).isEqualTo("{}");
    }

    @Test
    void tellsTheReceiverOfEachAnswerWhoeverDecidedIt() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        peer.deliver(PATH, "{}");
        peer.send("PUT " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");

        await("both are counted")
                .untilAsserted(() ->
                        assertThat(receiver.answers).containsExactly(Answer.ACKNOWLEDGED, Answer.METHOD_NOT_ALLOWED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webhooks/cio/",
                "/webhooks/cio?a=b",
                "/webhooks/cio/?",
                "/webhooks/%63io",
                "http://x/webhooks/cio",
                "https://events.example.com:8443/webhooks/cio/?a=b"
            })
    void ignoresATrailingSlashAndAQuery(String path) throws Exception {
        assertThat(listeners
                        .open(WebhookSettings.valid(), receiver)
                        .deliver(path, "{}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/webhooks",
                "/webhooks/cio2",
                "/webhooks/cio//",
                "/webhooks%2Fcio",
                "/x/../webhooks/cio",
                "/webhooks/%2e%2e/webhooks/cio",
                "/webhooks/cio;a=b",
                "/webhooks/cio/" + TOKEN,
                "/webhooks/cio/%c0%ae",
                "/webhooks/cio%u0041",
                "/status"
            })
    void answers404ToEveryOtherPath(String path) throws Exception {
        HttpPeer.Reply reply = listeners.open(WebhookSettings.valid(), receiver).deliver(path, "{}");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).isEmpty();
        assertThat(receiver.received).isEmpty();
    }

    @Test
    void answersTheSame404ToAWrongTokenAsToAnUnknownPath() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid().tokens(TOKEN, "another-token-of-22"), receiver);

        assertThat(peer.deliver(PATH + "/" + TOKEN, "{}").status()).isEqualTo(200);
        assertThat(peer.deliver(PATH + "/another-token-of-22/?x=y", "{}").status())
                .isEqualTo(200);
        HttpPeer.Reply unknown = peer.deliver("/nowhere", "{}");
        assertThat(unknown.status()).isEqualTo(404);
        for (String wrong :
                List.of("", "/", "/a-secret-token-of-2", "/" + TOKEN + "x", "/" + TOKEN + "/x", "/" + TOKEN + ";x")) {
            assertThat(peer.deliver(PATH + wrong, "{}")).isEqualTo(unknown);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "HEAD", "post", "BREW"})
    void answers405ToEveryOtherMethod(String method) throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        HttpPeer.Reply reply = peer.send(method + " " + PATH + " HTTP/1.1\r\nHost: x\r\nX-Secret: echo\r\n\r\n");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.says("Allow: POST")).isTrue();
        assertThat(peer.send(method + " /nowhere HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isEqualTo(404);
    }

    @Test
    void answers401ToASignatureThatIsMissingWrongOrDoubled() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        String delivery = HttpPeer.delivery(PATH, "{}");

        assertThat(peer.send(delivery.replace("X-CIO-Signature: good\r\n", "")).status())
                .isEqualTo(401);
        assertThat(peer.send(delivery.replace("good", "bad")).status()).isEqualTo(401);
        assertThat(peer.send(delivery.replace("X-CIO-Sig", "X-CIO-Signature: good\r\nX-CIO-Sig"))
                        .status())
                .isEqualTo(401);
        assertThat(receiver.received).isEmpty();
    }

    @Test
    void answers403ToACallerWhoIsNotAllowed() throws Exception {
        HttpPeer peer =
                listeners.open(WebhookSettings.valid().addresses(List.of(), List.of("192.0.2.0/24", "::1")), receiver);

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(403);
        assertThat(peer.deliver("/nowhere", "{}").status()).isEqualTo(403);
        assertThat(peer.get("/healthz").status()).isEqualTo(403);
        assertThat(receiver.received).isEmpty();
    }

    @Test
    void believesOnlyATrustedProxyWhomItSpeaksFor() throws Exception {
        List<String> allowed = List.of("192.0.2.0/24");
        HttpPeer trusting =
                listeners.open(WebhookSettings.valid().addresses(List.of("127.0.0.0/8"), allowed), receiver);
        String forwarded = HttpPeer.delivery(PATH, "{}").replace("Host: x", "Host: x\r\nX-Forwarded-For: 192.0.2.7");

        assertThat(trusting.send(forwarded).status()).isEqualTo(200);
        assertThat(trusting.send(forwarded.replace("192.0.2.7", "192.0.2.7, 203.0.113.1"))
                        .status())
                .isEqualTo(403);
        assertThat(trusting.deliver(PATH, "{}").status()).isEqualTo(403);
        assertThat(trusting.get("/readyz").status())
                .as("the load balancer's own check")
                .isEqualTo(200);
    }

    @Test
    void doesNotBelieveAnyoneElse() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid().addresses(List.of(), List.of("192.0.2.0/24")), receiver);
        String forwarded = HttpPeer.delivery(PATH, "{}").replace("Host: x", "Host: x\r\nX-Forwarded-For: 192.0.2.7");

        assertThat(peer.send(forwarded).status()).isEqualTo(403);
    }

    @Test
    void handsOverHeadSizeAndDigestOfABodyThatIsTooLargeToBeAnEvent() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        String body = "0123456789abcdef".repeat(8 * MIB / 16);

        assertThat(peer.deliver(PATH, body).status()).isEqualTo(200);

        FakeReceiver.Received received = receiver.received.take();
        assertThat(received.size()).isEqualTo(8 * MIB);
        assertThat(received.body()).isEqualTo(body.substring(0, BodyBuffer.HEAD));
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(received.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
        assertThat(receiver.signedBytes).hasValue(8 * MIB);
    }

    @Test
    void handsOverTheLargestOrdinaryBodyWhole() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        assertThat(peer.deliver(PATH, "x".repeat(512 << 10)).status()).isEqualTo(200);
        assertThat(peer.deliver(PATH, "x".repeat((512 << 10) + 1)).status()).isEqualTo(200);

        assertThat(receiver.received.take().body()).hasSize(512 << 10);
        assertThat(receiver.received.take().body()).hasSize(BodyBuffer.HEAD);
    }

    @Test
    void answers413ToABodyThatIsAnnouncedLarger() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        assertThat(peer.send("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 8388609\r\n\r\n")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void answers415ToWhatIsCompressed() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        String delivery = HttpPeer.delivery(PATH, "{}");

        assertThat(peer.send(delivery.replace("Host: x", "Host: x\r\nContent-Encoding: gzip"))
                        .status())
                .isEqualTo(415);
        assertThat(peer.send(delivery.replace("Host: x", "Host: x\r\nContent-Encoding: identity, br"))
                        .status())
                .isEqualTo(415);
        assertThat(peer.send(delivery.replace("Host: x", "Host: x\r\nContent-Encoding: Identity"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void readsChunkedBodies() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        HttpPeer.Reply reply = peer.send("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nX-CIO-Signature: good\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(receiver.received.take().body()).isEqualTo("{}");
    }
}
