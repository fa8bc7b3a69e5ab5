package io.cioconnect.listener;

import io.cioconnect.config.TlsConfig;
import io.cioconnect.digest.Sha256;
import io.cioconnect.pace.LogThrottle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of a listener, from a file that may change. A new file that cannot be used leaves the old certificate in place.
 * Used by the thread that keeps the ports; connections see the newest context.
 */
final class TlsKeystore {
    private static final Logger log = LoggerFactory.getLogger(TlsKeystore.class);

    private TlsConfig tls;
    private Path file;
    private final Duration poll;
    private final LongSupplier nanoTime;
    private final CertificateExpiry expiry;
    private final SslContextFactory.Server contextFactory = new SslContextFactory.Server();
    private final LogThrottle unusable;
    private byte[] seen;
    private long lookedAt;

    /** @param expires when the first of its certificates does */
    private record Loaded(SSLContext context, Instant expires) {}

    /** @throws UnusableKeystoreException when the file cannot be read or used */
    TlsKeystore(TlsConfig tls, Duration poll, LongSupplier nanoTime, Clock clock) throws UnusableKeystoreException {
        this.tls = tls;
        this.file = Path.of(tls.keystoreLocation());
        this.poll = poll;
        this.nanoTime = nanoTime;
        this.unusable = new LogThrottle(Duration.ofMinutes(1), nanoTime);
        this.expiry = new CertificateExpiry(clock, nanoTime);
        byte[] content = read(tls);
        Loaded loaded = load(content, tls);
        contextFactory.setSslContext(loaded.context);
        contextFactory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        contextFactory.setRenegotiationAllowed(false);
        expiry.use(loaded.expires, file);
        this.seen = Sha256.of(content);
        this.lookedAt = nanoTime.getAsLong();
    }

    private static byte[] read(TlsConfig tls) throws UnusableKeystoreException {
        try {
            return Files.readAllBytes(Path.of(tls.keystoreLocation()));
        } catch (IOException | InvalidPathException e) {
            throw new UnusableKeystoreException(tls.keystoreLocation(), "cannot be read", e);
        }
    }

    /** Applies other settings; open connections keep the old ones. If they cannot be used, nothing changes. */
    void use(TlsConfig other) throws IOException {
        byte[] content = read(other);
        Path otherFile = Path.of(other.keystoreLocation());
        replace(load(content, other), otherFile);
        tls = other;
        file = otherFile;
        seen = Sha256.of(content);
        log.info("The certificate in {} is in use now", file);
    }

    private void replace(Loaded loaded, Path from) throws IOException {
        try {
            contextFactory.reload(factory -> factory.setSslContext(loaded.context));
        } catch (Exception e) {
            throw new IOException("Cannot replace the certificate: " + e, e);
        }
        expiry.use(loaded.expires, from);
    }

    SslContextFactory.Server contextFactory() {
        return contextFactory;
    }

    Instant certificateEnds() {
        return expiry.expires();
    }

    /** Looks at the file, if it is time to. */
    void tick() {
        if (nanoTime.getAsLong() - lookedAt < poll.toNanos()) {
            return;
        }
        lookedAt = nanoTime.getAsLong();
        try {
            byte[] content = Files.readAllBytes(file);
            byte[] digest = Sha256.of(content);
            if (!MessageDigest.isEqual(digest, seen)) {
                replace(load(content, tls), file);
                seen = digest;
                log.info("The certificate in {} was replaced", file);
            }
            unusable.reset();
        } catch (IOException | RuntimeException e) {
            if (unusable.acquire()) {
                log.error("Cannot replace the certificate in {}; the old one stays in use: {}", file, e.toString());
            }
        }
        expiry.warn();
    }

    private static Loaded load(byte[] content, TlsConfig settings) throws UnusableKeystoreException {
        try {
            KeyStore keystore = Keystores.read(content, settings);
            char[] keyPassword = Keystores.keyPassword(settings);
            Instant expires = Keystores.checkedExpiry(keystore, keyPassword);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keystore, keyPassword);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new Loaded(context, expires);
        } catch (GeneralSecurityException | IOException | RuntimeException e) { // the JDK's parsers throw all of them
            throw new UnusableKeystoreException(settings.keystoreLocation(), "cannot be used", e);
        }
    }
}
