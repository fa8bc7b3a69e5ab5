package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.config.TlsConfig;
import io.cioconnect.testing.CapturedLog;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.TestCertificate;
import io.cioconnect.testing.WebhookSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What somebody who reads the log is told to do about a port that cannot be opened. */
class ListenerNotOpenedTest {
    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final AtomicInteger threadsRefused = new AtomicInteger(3);

    @RegisterExtension
    final ListenerFixture shortOfThreads = ListenerFixture.withThreads(task -> {
        if (threadsRefused.getAndDecrement() > 0) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        task.run();
    });

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @TempDir
    Path directory;

    private final FakeReceiver receiver = new FakeReceiver();

    @Test
    void ofAPortThatIsTakenToFreeIt() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listeners.lease(WebhookSettings.valid().port(taken.getLocalPort()), receiver);

            assertThat(said())
                    .contains("Deliveries do not arrive", "Free the port", "webhook.listen.port")
                    .doesNotContain("ssl", "health");
        }
    }

    @Test
    void ofAKeystoreThatIsNotThereToCorrectItNotThePort() throws Exception {
        TlsConfig tls = TestCertificate.of("first.example", "EC").write(directory.resolve("keystore"), "PEM");
        Files.delete(directory.resolve("keystore"));
        listeners.lease(WebhookSettings.valid().tls(tls), receiver);

        assertThat(said())
                .contains("Deliveries do not arrive", "webhook.ssl.keystore.location", "Correct the keystore's file")
                .doesNotContain("Free the port", "webhook.listen");
    }

    @Test
    void ofAHealthPortThatIsTakenThatDeliveriesStillArrive() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpPeer peer = listeners.open(WebhookSettings.valid().healthPort(taken.getLocalPort()), receiver);

            assertThat(said())
                    .contains("deliveries still arrive", "Free the port", "webhook.health.port")
                    .doesNotContain("webhook.listen");
            assertThat(peer.send(HttpPeer.delivery("/webhooks/cio", "{}")).status())
                    .isEqualTo(200);
        }
    }

    /** As when the worker may have no more threads. */
    @Test
    void aPortForWhichThereWasNoThreadIsOpenedLater() throws Exception {
        Lease lease = shortOfThreads.lease(WebhookSettings.valid(), receiver);

        await("the port is bound").until(lease::isBound);
        assertThat(threadsRefused).hasNonPositiveValue();
    }

    private String said() {
        await("the log says why").until(() -> !log.lines("Cannot listen").isEmpty());
        return log.lines("Cannot listen").get(0);
    }
}
