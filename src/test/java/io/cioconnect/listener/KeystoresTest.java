package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.config.TlsConfig;
import io.cioconnect.testing.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.types.Password;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about a keystore that is of no use. */
class KeystoresTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"PEM-encrypted, webhook.ssl.key.password", "PKCS12, password", "JKS, password"})
    void saysWhenAPasswordIsWrongWithoutTellingIt(String kind, String told) throws Exception {
        TlsConfig right = TestCertificate.of("first.example", "RSA").write(directory.resolve("keystore"), kind);
        Optional<Password> wrong = Optional.of(new Password("canary"));

        assertThatThrownBy(() -> keystore(new TlsConfig(right.keystoreLocation(), wrong, right.type(), wrong)))
                .hasMessageContaining("webhook.ssl.keystore.location")
                .hasMessageContaining(told)
                .hasMessageNotContaining("canary");
    }

    @Test
    void saysWhenAKeyIsEncryptedAndNoPasswordIsSet() throws Exception {
        TlsConfig right =
                TestCertificate.of("first.example", "RSA").write(directory.resolve("keystore"), "PEM-encrypted");

        assertThatThrownBy(() ->
                        keystore(new TlsConfig(right.keystoreLocation(), Optional.empty(), "PEM", Optional.empty())))
                .hasMessageContaining("set webhook.ssl.key.password");
    }

    @Test
    void refusesAKeyThatDoesNotBelongToItsCertificate() throws Exception {
        TestCertificate first = TestCertificate.of("first.example", "EC");
        TestCertificate second = TestCertificate.of("second.example", "EC");
        TlsConfig mixed =
                new TestCertificate(first.key(), second.certificate()).write(directory.resolve("keystore"), "PEM");

        assertThatThrownBy(() -> keystore(mixed)).hasMessageContaining("does not belong to the certificate");
    }

    @ParameterizedTest
    @CsvSource({
        "'-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----', openssl pkcs8",
        "'-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----', openssl pkcs8",
        "'nothing', must contain a private key",
    })
    void saysWhatAPemFileLacks(String text, String told) throws Exception {
        Path file = Files.writeString(directory.resolve("keystore"), text.replace("\\n", "\n"));
        Optional<Password> password = Optional.of(new Password("canary"));

        assertThatThrownBy(() -> keystore(new TlsConfig(file.toString(), Optional.empty(), "PEM", password)))
                .hasMessageContaining(told);
    }

    @Test
    void theKeyMayHaveAPasswordOfItsOwn() throws Exception {
        TlsConfig tls = TestCertificate.of("first.example", "EC").write(directory.resolve("keystore"), "JKS");

        assertThat(Keystores.keyPassword(tls)).containsExactly(TestCertificate.PASSWORD.toCharArray());
        assertThat(Keystores.keyPassword(
                        new TlsConfig("x", tls.keystorePassword(), "JKS", Optional.of(new Password("its own")))))
                .containsExactly("its own".toCharArray());
    }

    @Test
    void keepsTheOldCertificateUntilTheNewFileCanBeUsed() throws Exception {
        Path file = directory.resolve("keystore");
        TlsKeystore keystore =
                keystore(TestCertificate.of("first.example", "EC").write(file, "PEM"));
        SslContextFactory.Server contexts = keystore.contextFactory();
        contexts.start();
        SSLContext first = contexts.getSslContext();

        Files.writeString(file, "half of a new file");
        keystore.tick();
        assertThat(contexts.getSslContext()).isSameAs(first);
        Files.delete(file);
        keystore.tick();
        assertThat(contexts.getSslContext()).isSameAs(first);
        TestCertificate.of("second.example", "EC").write(file, "PEM");
        keystore.tick();
        assertThat(contexts.getSslContext()).isNotSameAs(first);
        contexts.stop();
    }

    @Test
    void warnsOfACertificateThatExpiresSoon() throws Exception {
        TlsConfig tls = TestCertificate.of("first.example", "EC").write(directory.resolve("keystore"), "PEM");
        var log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            for (int days : new int[] {0, 80, 91}) { // it was made for 90
                Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
                assertThat(new TlsKeystore(tls, Duration.ZERO, System::nanoTime, clock))
                        .isNotNull();
            }
        } finally {
            System.setErr(before);
        }

        assertThat(log.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("WARN", "expires in 9 days"))
                .anySatisfy(line -> assertThat(line).contains("ERROR", "expired at"));
    }

    private static TlsKeystore keystore(TlsConfig tls) throws Exception {
        return new TlsKeystore(tls, Duration.ZERO, System::nanoTime, Clock.systemUTC());
    }
}
