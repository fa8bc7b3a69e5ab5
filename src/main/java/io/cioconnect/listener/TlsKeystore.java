package io.cioconnect.listener;

import io.cioconnect.config.WebhookConfig;
import io.cioconnect.pace.LogThrottle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of a listener, from a file that may change. A new file that cannot be used leaves the old certificate in place.
 * Used by the registry's thread; connections see the newest context.
 */
final class TlsKeystore {
    private static final Logger log = LoggerFactory.getLogger(TlsKeystore.class);

    private final WebhookConfig.Tls tls;
    private final Path file;
    private final Duration poll;
    private final LongSupplier nanoTime;
    private final CertificateExpiry expiry;
    private final SslContextFactory.Server contextFactory = new SslContextFactory.Server();
    private final LogThrottle unusable;
    private byte[] seen;
    private long lookedAt;

    /** @throws IOException also when the file is readable but cannot be used; the message says what to change, and holds no secret */
    TlsKeystore(WebhookConfig.Tls tls, Duration poll, LongSupplier nanoTime, Clock clock) throws IOException {
        this.tls = tls;
        this.file = Path.of(tls.keystoreLocation());
        this.poll = poll;
        this.nanoTime = nanoTime;
        this.unusable = new LogThrottle(Duration.ofMinutes(1), nanoTime);
        this.expiry = new CertificateExpiry(clock, nanoTime);
        byte[] content;
        try {
            content = Files.readAllBytes(file);
            contextFactory.setSslContext(context(content));
        } catch (IOException e) {
            throw new IOException("webhook.ssl.keystore.location " + file + " cannot be used: " + e, e);
        }
        contextFactory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        contextFactory.setRenegotiationAllowed(false);
        this.seen = digest(content);
        this.lookedAt = nanoTime.getAsLong();
    }

    SslContextFactory.Server contextFactory() {
        return contextFactory;
    }

    /** Looks at the file, if it is time to. */
    void tick() {
        if (nanoTime.getAsLong() - lookedAt < poll.toNanos()) {
            return;
        }
        lookedAt = nanoTime.getAsLong();
        try {
            byte[] content = Files.readAllBytes(file);
            byte[] digest = digest(content);
            if (!MessageDigest.isEqual(digest, seen)) {
                SSLContext context = context(content);
                contextFactory.reload(factory -> factory.setSslContext(context));
                seen = digest;
                log.info("The certificate in {} was replaced", file);
            }
            unusable.reset();
        } catch (Exception e) {
            if (unusable.acquire()) {
                log.error("The certificate in {} cannot be replaced, the old one stays in use: {}", file, e.toString());
            }
        }
        expiry.warn();
    }

    private SSLContext context(byte[] content) throws IOException {
        try {
            KeyStore keystore = Keystores.read(content, tls);
            char[] keyPassword = Keystores.keyPassword(tls);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keystore, keyPassword);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            expiry.of(Keystores.checkedExpiry(keystore, keyPassword), file);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
