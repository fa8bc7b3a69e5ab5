package io.cioconnect.listener;

import io.cioconnect.pace.LogThrottle;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns, once a day, of a certificate that is about to expire: Customer.io waits an hour after each one it cannot verify. */
final class CertificateExpiry {
    private static final Logger log = LoggerFactory.getLogger(CertificateExpiry.class);
    private static final Duration SOON = Duration.ofDays(30);

    private final Clock clock;
    private final LogThrottle daily;
    private volatile Instant expires = Instant.MAX;
    private Path file = Path.of("");

    CertificateExpiry(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.daily = new LogThrottle(Duration.ofDays(1), nanoTime);
    }

    /** The certificates in this file are in use from now on. */
    void use(Instant expiry, Path keystore) {
        expires = expiry;
        file = keystore;
        daily.reset();
        warn();
    }

    /** When the certificate in use ends; read by any thread. */
    Instant expires() {
        return expires;
    }

    /** Warns if there is reason to, and it is time again. */
    void warn() {
        Instant now = clock.instant();
        if (expires.isAfter(now.plus(SOON)) || !daily.acquire()) {
            return;
        }
        if (expires.isAfter(now)) {
            log.warn(
                    "The certificate in {} expires in {} days. Replace the file; the listener loads it by itself",
                    file,
                    Duration.between(now, expires).toDays());
        } else {
            log.error(
                    "The certificate in {} expired at {}; Customer.io does not call it. Replace the file; the listener loads it by"
                            + " itself",
                    file,
                    expires);
        }
    }
}
