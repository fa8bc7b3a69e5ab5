package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.config.TlsConfig;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.TestCertificate;
import io.cioconnect.testing.TrustingEverybody;
import io.cioconnect.testing.WebhookSettings;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTlsTest {
    private static final String PATH = "/webhooks/cio";

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    @TempDir
    Path directory;

    private final FakeReceiver receiver = new FakeReceiver();

    @ParameterizedTest
    @CsvSource({"PKCS12, RSA", "PKCS12, EC", "JKS, RSA", "PEM, RSA", "PEM, EC", "PEM, Ed25519", "PEM-encrypted, RSA"})
    void servesFromEveryKindOfKeystore(String kind, String algorithm) throws Exception {
        TestCertificate certificate = TestCertificate.of("first.example", algorithm);
        TlsConfig tls = certificate.write(directory.resolve("keystore"), kind);
        HttpPeer peer = listeners.open(WebhookSettings.valid().tls(tls), receiver);

        try (SSLSocket socket = connect(peer)) {
            HttpPeer.write(socket, HttpPeer.delivery(PATH, "{}"));
            assertThat(HttpPeer.reply(socket).status()).isEqualTo(200);
            assertThat(socket.getSession().getProtocol()).isIn("TLSv1.2", "TLSv1.3");
            assertThat(subject(socket)).isEqualTo("CN=first.example");
        }
    }

    @Test
    void takesANewCertificateWithoutBeingRestarted() throws Exception {
        Path keystore = directory.resolve("keystore");
        TlsConfig tls = TestCertificate.of("first.example", "EC").write(keystore, "PEM");
        HttpPeer peer = listeners.open(WebhookSettings.valid().tls(tls), receiver);
        try (SSLSocket before = connect(peer)) {
            HttpPeer.write(before, HttpPeer.delivery(PATH, "{}"));
            assertThat(HttpPeer.reply(before).status()).isEqualTo(200);

            TestCertificate.of("second.example", "EC").write(directory.resolve("new"), "PEM");
            Files.move(directory.resolve("new"), keystore, StandardCopyOption.REPLACE_EXISTING);
            await("the new certificate is served").until(() -> subject(peer).equals("CN=second.example"));

            HttpPeer.write(before, HttpPeer.delivery(PATH, "{}"));
            assertThat(HttpPeer.reply(before).status())
                    .as("connections of before go on")
                    .isEqualTo(200);
        }
    }

    @Test
    void aWrongPasswordLeavesThePortAsItWas() throws Exception {
        TlsConfig right = TestCertificate.of("first.example", "EC").write(directory.resolve("keystore"), "PKCS12");
        Lease lease =
                listeners.lease(WebhookSettings.valid().keepOpen(Duration.ZERO).tls(right), receiver);
        HttpPeer peer = listeners.peer(lease);
        var wrong =
                new TlsConfig(right.keystoreLocation(), Optional.of(new Password("wrong")), "PKCS12", Optional.empty());
        for (TlsConfig unusable : List.of(
                wrong,
                new TlsConfig("/nowhere", Optional.empty(), "PEM", Optional.empty()),
                new TlsConfig("\0", Optional.empty(), "PEM", Optional.empty()))) {
            Lease changed = listeners.lease(WebhookSettings.valid().tls(unusable), receiver);
            await("the new settings were tried")
                    .untilAsserted(() -> assertThat(changed.isBound()).isTrue());
            listeners.timePasses(Duration.ofMinutes(1));

            assertThat(subject(peer)).isEqualTo("CN=first.example");
            try (SSLSocket socket = connect(peer)) {
                HttpPeer.write(socket, HttpPeer.delivery(PATH, "{}"));
                assertThat(HttpPeer.reply(socket).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void plainHttpGoesOnWhileTheKeystoreCannotBeUsed() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        Path keystore = directory.resolve("keystore");
        TlsConfig tls = TestCertificate.of("first.example", "EC").write(keystore, "PEM");
        byte[] content = Files.readAllBytes(keystore);
        Files.writeString(keystore, "nothing yet");
        Lease changed = listeners.lease(WebhookSettings.valid().tls(tls), receiver);

        listeners.timePasses(Duration.ofMinutes(1));
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);

        Files.write(keystore, content);
        await("HTTPS is on")
                .ignoreExceptionsInstanceOf(SSLException.class)
                .until(() -> subject(listeners.peer(changed)).equals("CN=first.example"));
    }

    @Test
    void anotherKeystoreIsUsedWithoutClosingThePort() throws Exception {
        TlsConfig first = TestCertificate.of("first.example", "EC").write(directory.resolve("first"), "PEM");
        TlsConfig second = TestCertificate.of("second.example", "RSA").write(directory.resolve("second"), "PKCS12");
        HttpPeer peer = listeners.open(WebhookSettings.valid().tls(first), receiver);
        try (SSLSocket before = connect(peer)) {
            HttpPeer.write(before, HttpPeer.delivery(PATH, "{}"));
            assertThat(HttpPeer.reply(before).status()).isEqualTo(200);

            listeners.lease(WebhookSettings.valid().tls(second), receiver);
            await("the other keystore is used").until(() -> subject(peer).equals("CN=second.example"));

            HttpPeer.write(before, HttpPeer.delivery(PATH, "{}"));
            assertThat(HttpPeer.reply(before).status())
                    .as("connections of before go on")
                    .isEqualTo(200);
        }
    }

    /** The JDK's Base64 decoder throws an unchecked exception at it. */
    @Test
    void aDamagedPemFileIsTroubleOfItsOwnPortOnly() throws Exception {
        Path keystore = directory.resolve("keystore");
        TlsConfig tls = TestCertificate.of("first.example", "RSA").write(keystore, "PEM");
        String pem = Files.readString(keystore);
        String damage = pem.replaceFirst("(?s)(-----BEGIN CERTIFICATE-----).*?(-----END)", "$1\nAAAAA\n$2");
        Files.writeString(keystore, damage);
        Lease damaged =
                listeners.lease("damaged", 0, WebhookSettings.valid().tls(tls).config(), receiver);
        HttpPeer beside = listeners.open(WebhookSettings.valid().host("localhost"), receiver);

        assertThat(beside.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(damaged.isBound()).isFalse();
        assertThat(KeystoreProblem.find(tls)).isPresent();

        Files.writeString(keystore, pem);
        assertThat(subject(listeners.peer(damaged))).isEqualTo("CN=first.example");
    }

    @Test
    void waitsForAKeystoreThatIsNotThereYet() throws Exception {
        Path keystore = directory.resolve("keystore");
        TestCertificate certificate = TestCertificate.of("first.example", "EC");
        TlsConfig tls = certificate.write(keystore, "PEM");
        Files.delete(keystore);
        Lease lease = listeners.lease(WebhookSettings.valid().tls(tls), receiver);
        assertThat(lease.isBound()).isFalse();

        certificate.write(keystore, "PEM");

        assertThat(subject(listeners.peer(lease))).isEqualTo("CN=first.example");
    }

    @Test
    void switchesToTlsOnTheSamePort() throws Exception {
        int port = FreePort.next();
        HttpPeer peer = listeners.open(WebhookSettings.valid().port(port), receiver);
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        TlsConfig tls = TestCertificate.of("first.example", "EC").write(directory.resolve("keystore"), "PEM");

        listeners.lease(WebhookSettings.valid().port(port).tls(tls), receiver);

        await("it speaks TLS").ignoreExceptions().until(() -> subject(peer).equals("CN=first.example"));
    }

    @Test
    void letsAClientThatIsStillWritingReadAnEarlyAnswer() throws Exception {
        TlsConfig tls = TestCertificate.of("first.example", "EC").write(directory.resolve("keystore"), "PEM");
        HttpPeer peer = listeners.open(WebhookSettings.valid().tls(tls), receiver);
        try (SSLSocket socket = connect(peer)) {
            HttpPeer.write(socket, "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 4194304\r\n\r\n");
            for (int i = 0; i < 64; i++) {
                socket.getOutputStream().write(new byte[65_536]);
            }

            assertThat(HttpPeer.reply(socket).status()).isEqualTo(404);
        }
    }

    @Test
    void refusesWhatIsNotTls() throws Exception {
        TlsConfig tls = TestCertificate.of("first.example", "EC").write(directory.resolve("keystore"), "PEM");
        HttpPeer peer = listeners.open(WebhookSettings.valid().tls(tls), receiver);
        try (Socket socket = peer.connect()) {
            HttpPeer.write(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(socket.getInputStream().readAllBytes())
                    .as("an alert at most")
                    .hasSizeLessThan(20);
        }
    }

    private String subject(HttpPeer peer) throws Exception {
        try (SSLSocket socket = connect(peer)) {
            return subject(socket);
        }
    }

    private static String subject(SSLSocket socket) throws Exception {
        var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }

    private static SSLSocket connect(HttpPeer peer) throws Exception {
        var socket = (SSLSocket) TrustingEverybody.context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), peer.port);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }
}
