package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.testing.TestCertificate;
import io.cioconnect.testing.TrustingEverybody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The certificate of the receivers, in a file that is replaced while they run: a good one is served within seconds, one that cannot be used is left
 * aside. One thread.
 */
final class Certificates {
    private static final String HOST = "localhost";
    private static final String OTHER_HOST = "localhost.localdomain";

    /** Workers look every five seconds. */
    private static final Duration LOOKED_AT = Duration.ofSeconds(8);

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int HANDSHAKE_MILLIS = 2_000;
    private static final String LEFT_ASIDE = "the old one stays in use";

    private final Path file;
    private TestCertificate current;

    Certificates(Path directory) {
        file = directory.resolve("receiver.pem").toAbsolutePath();
        current = certificate(HOST, "EC");
        write(pem(current));
    }

    Map<String, String> settings() {
        return Map.of("webhook.ssl.keystore.location", file.toString(), "webhook.ssl.keystore.type", "PEM");
    }

    List<FaultKind> kinds(Rig rig) {
        return List.of(
                FaultKind.of("certificate-rotated", "certificate", draw -> {
                    boolean isFirst = current.equals(certificate(HOST, "EC"));
                    return replaced(rig, certificate(isFirst ? OTHER_HOST : HOST, "EC"));
                }),
                FaultKind.of("certificate-of-another-key-type", "certificate", draw -> {
                    boolean isRsa =
                            current.certificate().getPublicKey().getAlgorithm().equals("RSA");
                    return replaced(rig, certificate(HOST, isRsa ? "EC" : "RSA"));
                }),
                FaultKind.of("certificate-bad", "certificate", draw -> bad(rig, draw)));
    }

    private Runnable replaced(Rig rig, TestCertificate next) {
        current = next;
        write(pem(next));
        return () -> {
            try {
                await("receivers serve the new certificate")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> areCurrent(served(rig)));
                rig.effects.saw("new certificate served, or no receiver reachable");
            } catch (ConditionTimeoutException old) {
                rig.effects.violates("certificate: a receiver does not serve the new one after " + PATIENCE);
            }
        };
    }

    private boolean areCurrent(List<Certificate> served) {
        return served.stream().allMatch(current.certificate()::equals);
    }

    private Runnable bad(Rig rig, int draw) {
        String good = pem(current);
        String mixed = pem(new TestCertificate(
                current.key(), certificate(OTHER_HOST, "RSA").certificate()));
        List<String> bad = List.of("", good.substring(0, good.length() / 2), "not a certificate", mixed);
        int told = told(rig);
        write(bad.get(draw % bad.size()));
        return () -> {
            try {
                await("a receiver tells of the bad certificate")
                        .atMost(LOOKED_AT)
                        .until(() -> told(rig) > told);
                rig.effects.saw("bad certificate told of");
            } catch (ConditionTimeoutException silent) {
                rig.effects.saw("bad certificate not told of");
            }
            if (!areCurrent(served(rig))) {
                rig.effects.violates("certificate: a receiver does not serve the last good one");
            }
            write(good);
        };
    }

    private static int told(Rig rig) {
        return rig.workers.stream()
                .mapToInt(worker -> worker.log().split(LEFT_ASIDE, -1).length - 1)
                .sum();
    }

    private static List<Certificate> served(Rig rig) {
        return rig.workers.stream().flatMap(worker -> served(worker).stream()).toList();
    }

    /** Empty when its port is closed, or it is frozen. */
    private static Optional<Certificate> served(ConnectWorker worker) {
        try (Socket plain = new Socket()) {
            plain.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), worker.receiverPort()), HANDSHAKE_MILLIS);
            plain.setSoTimeout(HANDSHAKE_MILLIS);
            try (SSLSocket socket = (SSLSocket) TrustingEverybody.context()
                    .getSocketFactory()
                    .createSocket(plain, HOST, worker.receiverPort(), true)) {
                socket.startHandshake();
                return Optional.of(socket.getSession().getPeerCertificates()[0]);
            }
        } catch (IOException unreachable) {
            return Optional.empty();
        }
    }

    private static TestCertificate certificate(String host, String algorithm) {
        try {
            return TestCertificate.of(host, algorithm);
        } catch (Exception e) {
            throw new IllegalStateException("keytool makes no certificate", e);
        }
    }

    private String pem(TestCertificate certificate) {
        Path made = file.resolveSibling(file.getFileName() + ".made");
        try {
            certificate.write(made, "PEM");
            return Files.readString(made);
        } catch (Exception e) {
            throw new IllegalStateException("no PEM file", e);
        }
    }

    private void write(String text) {
        ReplacedFile.write(file, text);
    }
}
