package io.cioconnect.it.rig;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.testing.TestCertificate;
import io.cioconnect.testing.TrustingEverybody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

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
            long end = System.nanoTime() + PATIENCE.toNanos();
            List<Certificate> served = served(rig);
            while (!areNew(served) && System.nanoTime() < end) {
                pause(Duration.ofMillis(500));
                served = served(rig);
            }
            if (!areNew(served)) {
                rig.effects.violates("certificate: a receiver does not serve the new one after " + PATIENCE);
            }
            rig.effects.saw(served.isEmpty() ? "new certificate, no receiver reachable" : "new certificate served");
        };
    }

    private boolean areNew(List<Certificate> served) {
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
            pause(LOOKED_AT);
            String receivers = served(rig).isEmpty() ? ", no receiver reachable" : ", the one before served";
            rig.effects.saw((told(rig) > told ? "bad certificate told of" : "bad certificate") + receivers);
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

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    /** In one step, as rotation tools do it. */
    private void write(String text) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
