package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import io.cioconnect.simulator.Hook;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/**
 * URL tokens that are rotated under load, as the pages say how: the new one is added, the connector moves the webhook to it, then the old one is
 * taken out. Who sends calls whatever URL the webhook has at the moment, as Customer.io does, so no token may be refused before. Thread-safe.
 */
final class TokenRotation {
    static final String FIRST = "canary-url-token-0-0123456789abcdef";

    /** What was sent to the old URL is answered or given up. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(6);

    /** Until the webhook has moved, on top of the fault's own time; else both tokens stay. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Rig rig;
    private int rotated; // guarded by this, as is the rest
    private String token = FIRST;
    private String next = FIRST;
    private Instant movedAt = Instant.MIN;

    TokenRotation(Rig rig) {
        this.rig = rig;
    }

    List<FaultKind> kinds() {
        return List.of(FaultKind.of("url-token-rotated", "connector", draw -> rotate()));
    }

    /** The webhooks of ours have changed. */
    synchronized void follow(List<Hook> ours) {
        if (ours.size() == 1) {
            String endpoint = ours.get(0).endpoint();
            rig.serial.useEndpoint(URI.create(endpoint));
            rig.parallel.useEndpoint(URI.create(endpoint));
            if (endpoint.endsWith("/" + next) && movedAt.equals(Instant.MIN)) {
                movedAt = Instant.now();
            }
        }
    }

    private Runnable rotate() {
        synchronized (this) {
            if (next.equals(token)) {
                next = "canary-url-token-" + ++rotated + "-0123456789abcdef";
                movedAt = Instant.MIN;
                rig.secrets.put(Secrets.URL_TOKENS, token, next);
            }
        }
        restart();
        return this::revokeOld;
    }

    /** Only when the webhook has moved: whoever revokes a token before is told 404, and waits an hour. */
    private void revokeOld() {
        try {
            await("the webhook has the new token").atMost(PATIENCE).until(this::isMoved);
        } catch (ConditionTimeoutException notYet) {
            rig.effects.saw("URL token added, webhook not moved yet");
            return;
        }
        synchronized (this) {
            token = next;
            rig.secrets.put(Secrets.URL_TOKENS, token);
            rig.effects.saw("URL token rotated");
        }
        restart();
    }

    private synchronized boolean isMoved() {
        return !movedAt.equals(Instant.MIN) && movedAt.plus(UNDER_WAY).isBefore(Instant.now());
    }

    /** The pages have the new list in the configuration; here it is in a file, and tasks read it when they start. */
    private void restart() {
        rig.group.ask("POST", "/restart?includeTasks=true&onlyFailed=false");
    }
}
