package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.TestCertificate;
import io.cioconnect.testing.TrustingEverybody;
import io.cioconnect.testing.WebhookSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Connections that take too long over the head of a request, over real sockets. */
class ConnectionGuardTest {
    private static final String PATH = "/webhooks/cio";
    private static final String HEAD = "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nX-CIO-Signature: good\r\n";

    @RegisterExtension
    final ListenerFixture hurried = ListenerFixture.impatientWithNewConnections();

    @RegisterExtension
    final ListenerFixture waiting = ListenerFixture.impatientWithHeads();

    @RegisterExtension
    final ListenerFixture busy = ListenerFixture.impatientWithIdleConnections();

    @TempDir
    Path directory;

    private final FakeReceiver receiver = new FakeReceiver();

    @Test
    void closesAConnectionThatNeverSendsARequest() throws Exception {
        HttpPeer peer = hurried.open(WebhookSettings.valid(), receiver);
        try (Socket silent = peer.connect()) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closesAFirstHeadThatDrips() throws Exception {
        HttpPeer peer = hurried.open(WebhookSettings.valid(), receiver);
        try (Socket dripping = peer.connect()) {
            assertThatDrippingEnds(dripping, HEAD);
        }
    }

    @Test
    void closesALaterHeadThatDripsButNotAnIdleConnection() throws Exception {
        HttpPeer peer = waiting.open(WebhookSettings.valid(), receiver);
        try (Socket idle = peer.connect();
                Socket dripping = peer.connect()) {
            assertIsServed(idle);
            assertIsServed(dripping);

            assertThatDrippingEnds(dripping, HEAD);
            assertIsServed(idle);
        }
    }

    @Test
    void leavesADeliveryAloneThatWaitsForKafka() throws Exception {
        var outcome = new CompletableFuture<Answer>();
        receiver.outcome = delivery -> outcome;
        HttpPeer peer = waiting.open(WebhookSettings.valid().responseTimeout(Duration.ofSeconds(30)), receiver);
        try (Socket delivering = peer.connect();
                Socket dripping = peer.connect()) {
            HttpPeer.write(delivering, HttpPeer.delivery(PATH, "{}") + "POST "); // and the beginning of another
            receiver.received.take();
            HttpPeer.write(dripping, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(HttpPeer.reply(dripping).status()).isEqualTo(200);
            assertThatDrippingEnds(dripping, HEAD);
            outcome.complete(Answer.ACKNOWLEDGED);

            assertThat(HttpPeer.reply(delivering).status()).isEqualTo(200);
        }
    }

    @Test
    void closesAHandshakeThatIsNotFinished() throws Exception {
        var tls = TestCertificate.of("first.example", "EC").write(directory.resolve("keystore"), "PEM");
        HttpPeer peer = hurried.open(WebhookSettings.valid().tls(tls), receiver);
        try (Socket socket = peer.connect()) {
            socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0});

            assertThat(socket.getInputStream().readAllBytes())
                    .as("an alert at most")
                    .hasSizeLessThan(20);
        }
    }

    /** Jetty's idle timeout starts anew with each byte, and HTTP sees none before a TLS record is complete. */
    @Test
    void closesATlsConnectionWhoseNextRecordDrips() throws Exception {
        var tls = TestCertificate.of("first.example", "EC").write(directory.resolve("keystore"), "PEM");
        HttpPeer peer = busy.open(WebhookSettings.valid().tls(tls), receiver);
        try (Socket below = peer.connect();
                Socket dripping = TrustingEverybody.context()
                        .getSocketFactory()
                        .createSocket(below, "localhost", peer.port, false)) {
            assertIsServed(dripping);
            assertIsServed(dripping);

            assertThatDrippingEnds(below, "\27\3\3@\0" + "x".repeat(500));
        }
    }

    private static void assertIsServed(Socket socket) throws IOException {
        HttpPeer.write(socket, HttpPeer.delivery(PATH, "{}"));
        assertThat(HttpPeer.reply(socket).status()).isEqualTo(200);
    }

    private static void assertThatDrippingEnds(Socket socket, String text)
            throws InterruptedException, ExecutionException {
        var ended = CompletableFuture.supplyAsync(() -> {
            try {
                return HttpPeer.reply(socket).status() == -1;
            } catch (IOException reset) {
                return true;
            }
        });
        var drops = text.repeat(100).chars().iterator();
        await("the dripping connection is closed")
                .pollInterval(Duration.ofMillis(30))
                .until(() -> {
                    try {
                        HttpPeer.write(socket, Character.toString(drops.nextInt()));
                    } catch (SocketException closed) {
                        return true;
                    }
                    return ended.isDone();
                });
        assertThat(ended.get()).isTrue();
    }
}
