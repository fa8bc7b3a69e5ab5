package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.RawAbuse;
import io.cioconnect.testing.WebhookSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean harm, or are broken: they get an answer or are closed, and everybody else is served. */
class ListenerAbuseTest {
    private static final String PATH = "/webhooks/cio";
    private static final String HEAD = RawAbuse.head(PATH);

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final FakeReceiver receiver = new FakeReceiver();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<RawAbuse> clients = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        for (RawAbuse client : clients) {
            client.close();
        }
    }

    static List<String> brokenRequests() {
        return RawAbuse.brokenRequests(PATH);
    }

    @ParameterizedTest
    @MethodSource("brokenRequests")
    void refusesBrokenFramingWithNothingInTheAnswer(String broken) throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        HttpPeer.Reply reply = peer.send(broken.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(reply.status()).isIn(400, 404, 411, 415, 426, 501, 505);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.head().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("server", "jetty", "date", "exception");
        assertThat(receiver.received).isEmpty();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
    }

    @Test
    void refusesHeadsAndTargetsThatAreTooLong() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        assertThat(peer.send(HEAD + "X-Long: " + "x".repeat(8_200) + "\r\n\r\n").status())
                .isEqualTo(431);
        assertThat(peer.send("POST /" + "x".repeat(8_200) + " HTTP/1.1\r\nHost: x\r\n\r\n")
                        .status())
                .isEqualTo(414);
    }

    @Test
    void survivesAHeadOfTenMegabytes() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        abuse(peer).headOfTenMegabytes();

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
    }

    @Test
    void doesNotUnpackACompressedBody() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        assertThat(abuse(peer).gzipBomb().status()).isEqualTo(415);
        assertThat(receiver.received).isEmpty();
    }

    @Test
    void answersABodyThatDripsAtTheDeadline() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid().responseTimeout(Duration.ofMillis(500)), receiver);
        Socket socket = connect(peer);
        HttpPeer.write(socket, HEAD + "Content-Length: 1000\r\n\r\n");
        var reply = CompletableFuture.supplyAsync(() -> {
            try {
                return HttpPeer.reply(socket);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        await().until(() -> {
            HttpPeer.write(socket, "x");
            return reply.isDone();
        });

        assertThat(reply.get().status()).isEqualTo(408);
    }

    @Test
    void endsAChunkedBodyWithoutEndAtEightMegabytes() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        assertThat(abuse(peer).endlessChunks().status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", PATH + "?encoded", PATH + "?announced"})
    void letsAClientThatIsStillWritingReadAnEarlyAnswer(String target) throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        Socket socket = connect(peer);
        int size = target.endsWith("announced") ? 9 << 20 : 7 << 20;
        String encoding = target.endsWith("encoded") ? "Content-Encoding: gzip\r\n" : "";
        HttpPeer.write(
                socket,
                "POST " + target + " HTTP/1.1\r\nHost: x\r\n" + encoding + "Content-Length: " + size + "\r\n\r\n");
        byte[] part = new byte[1 << 20];
        for (int sent = 0; sent < size; sent += part.length) {
            socket.getOutputStream().write(part); // all of it, before a byte of the answer is read
        }

        HttpPeer.Reply reply = HttpPeer.reply(socket);

        assertThat(reply.status()).isIn(404, 413, 415);
        assertThat(reply.says("Connection: close")).isTrue();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void doesNotAskForABodyItWillNotTake() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        HttpPeer.Reply refused =
                peer.send("POST /nowhere HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
        assertThat(refused.status()).isEqualTo(404);
        try (Socket socket = peer.connect()) {
            HttpPeer.write(socket, HEAD + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(HttpPeer.reply(socket).status()).isEqualTo(100);
            HttpPeer.write(socket, "{}");
            assertThat(HttpPeer.reply(socket).status()).isEqualTo(200);
        }
    }

    @Test
    void answersAClientThatClosedItsHalfOfTheConnection() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        var outcome = new CompletableFuture<Answer>();
        receiver.outcome = delivery -> outcome;
        Socket socket = connect(peer);
        HttpPeer.write(socket, HttpPeer.delivery(PATH, "{}"));
        socket.shutdownOutput();
        receiver.received.take();
        outcome.complete(Answer.ACKNOWLEDGED);

        assertThat(HttpPeer.reply(socket).status()).isEqualTo(200);
    }

    @Test
    void forgetsAClientThatHangsUpInTheMiddle() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid().limits(1, 64L << 20), receiver);
        Socket socket = connect(peer);
        HttpPeer.write(socket, HEAD + "Content-Length: 1000\r\n\r\nx");
        await("it takes the one place").until(() -> peer.get("/readyz").status() == 503);
        socket.setSoLinger(true, 0); // a reset
        socket.close();

        await("the place is free").until(() -> peer.deliver(PATH, "{}").status() == 200);
    }

    @Test
    void servesPipelinedDeliveriesInOrder() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        Socket socket = connect(peer);
        HttpPeer.write(socket, HttpPeer.delivery(PATH, "{}").repeat(20) + HttpPeer.delivery("/nowhere", "{}"));

        for (int i = 0; i < 20; i++) {
            assertThat(HttpPeer.reply(socket).status()).isEqualTo(200);
        }
        assertThat(HttpPeer.reply(socket).status()).isEqualTo(404);
    }

    @Test
    void servesOthersBesideTwoThousandIdleConnections() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        int threads = Thread.activeCount();
        for (int i = 0; i < 20; i++) {
            abuse(peer).idle(100);
            assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        }

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(Thread.activeCount() - threads).isLessThan(20);
    }

    @Test
    void boundsWhatUnfinishedLargeBodiesHold() throws Exception {
        WebhookSettings settings = WebhookSettings.valid().limits(512, 4 << 20);
        HttpPeer peer = listeners.open(settings.responseTimeout(Duration.ofSeconds(3)), receiver);
        List<Socket> refused = abuse(peer).unfinished(512, 500_000, 100_000);

        int busy = 0;
        for (Socket socket : refused) {
            int status = HttpPeer.reply(socket).status();
            assertThat(status).isIn(503, 408);
            busy += status == 503 ? 1 : 0;
        }
        assertThat(busy).isGreaterThan(400);
        await("all of it is given back")
                .until(() -> peer.deliver(PATH, "x".repeat(400_000)).status() == 200);
    }

    private RawAbuse abuse(HttpPeer peer) {
        RawAbuse abuse = new RawAbuse(peer, PATH);
        clients.add(abuse);
        return abuse;
    }

    private Socket connect(HttpPeer peer) throws IOException {
        Socket socket = peer.connect();
        sockets.add(socket);
        return socket;
    }
}
