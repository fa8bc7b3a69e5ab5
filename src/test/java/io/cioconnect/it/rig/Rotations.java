package io.cioconnect.it.rig;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Secrets that are rotated under load, as the pages say how: the new one is accepted beside the old one until every worker has read it, then the old one
 * is not accepted any more.
 */
final class Rotations {
    /** Workers read their secrets again every 30 seconds; one may be frozen meanwhile. */
    private static final Duration UNTIL_READ = Duration.ofSeconds(75);

    private final Rig rig;
    private final AtomicInteger rotated = new AtomicInteger();
    private String signingKey = Rig.FIRST_KEY; // of the lane of its faults

    private Rotations(Rig rig) {
        this.rig = rig;
    }

    static List<FaultKind> of(Rig rig) {
        Rotations rotations = new Rotations(rig);
        return List.of(
                FaultKind.of("signing-key-rotated", "signing-key", rotations::signingKey),
                FaultKind.of("app-key-rotated", "app-key", rotations::appKey));
    }

    private Runnable signingKey(int draw) {
        String next = next("signing", draw);
        rig.secrets.put(Secrets.SIGNING_KEYS, signingKey, next);
        return afterAllHaveRead(() -> {
            rig.serial.useSigningKey(next);
            rig.parallel.useSigningKey(next);
            rig.secrets.put(Secrets.SIGNING_KEYS, next);
            signingKey = next;
        });
    }

    private Runnable appKey(int draw) {
        String next = next("app", draw);
        rig.customerIo.rotateApiKey(next);
        rig.secrets.put(Secrets.APP_KEY, next);
        return afterAllHaveRead(rig.customerIo::revokeOldApiKey);
    }

    private String next(String of, int draw) {
        return "canary-" + of + "-key-" + rotated.incrementAndGet() + "-0123456789abcdef-" + draw;
    }

    private static Runnable afterAllHaveRead(Runnable then) {
        long read = System.nanoTime() + UNTIL_READ.toNanos();
        return () -> {
            try {
                TimeUnit.NANOSECONDS.sleep(read - System.nanoTime());
                then.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
