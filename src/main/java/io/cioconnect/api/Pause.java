package io.cioconnect.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cioconnect.digest.Sha256;
import io.cioconnect.pace.Backoff;
import io.cioconnect.pace.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A time in which no call for a workspace is sent, because Customer.io answered 429: the limit is the workspace's, so all clients of this JVM
 * that use one key at one base URL wait together. Thread-safe.
 */
final class Pause {
    /** A system property, so that tests need not wait; no key of the connector, because nobody else has a reason to change it. */
    private static final Duration FIRST_UNTOLD =
            Duration.ofMillis(Long.getLong("io.cioconnect.api.quota.pause.ms", 60_000));

    private static final Backoff UNTOLD = new Backoff(FIRST_UNTOLD, Duration.ofMinutes(15));

    private static final Map<String, Pause> SHARED = new ConcurrentHashMap<>();

    private final LongSupplier nanos;
    private long until;
    private int untold; // 429s in a row that did not say when to come back

    Pause(LongSupplier nanos) {
        this.nanos = nanos;
        this.until = nanos.getAsLong();
    }

    /** The pause of this base URL and key. The key is kept as a digest only. */
    static Pause of(String baseUrl, String key) {
        String digest = Sha256.hex((baseUrl + ' ' + key).getBytes(UTF_8));
        return SHARED.computeIfAbsent(digest, name -> new Pause(System::nanoTime));
    }

    synchronized Duration left() {
        return Duration.ofNanos(Math.max(0, until - nanos.getAsLong()));
    }

    /** Waits until there is no pause. False when the client that waits was closed. */
    boolean await(Time time) throws InterruptedException {
        for (Duration left = left(); !left.isZero(); left = left()) {
            if (!time.sleep(left)) {
                return false;
            }
        }
        return true;
    }

    synchronized void lasts(Duration duration) {
        extend(duration);
    }

    /** A 429 without Retry-After. Several at once, of calls that were under way together, are one. */
    synchronized Duration lengthen() {
        if (left().isZero()) {
            untold++;
            extend(UNTOLD.after(untold));
        }
        return left();
    }

    /** Another answer than 429: the next pause is a short one again. */
    synchronized void over() {
        untold = 0;
    }

    private void extend(Duration duration) {
        long end = nanos.getAsLong() + duration.toNanos();
        if (end - until > 0) {
            until = end;
        }
    }
}
