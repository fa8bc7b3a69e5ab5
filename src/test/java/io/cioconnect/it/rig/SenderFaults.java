package io.cioconnect.it.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cioconnect.simulator.SampleEvent;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.SignedWebhook;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults of who sends: a clock that is apart from the receiver's, signatures that are old, and one event in two spellings. */
final class SenderFaults {
    /** What the receiver takes in the rig's configuration. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** Less than the tolerance, by more than a frozen worker may sleep. */
    private static final int MOST_SECONDS_APART = 200;

    private static final List<Duration> BEYOND = List.of(
            Duration.ofMinutes(-6),
            Duration.ofMinutes(6),
            Duration.ofHours(-2),
            Duration.ofDays(-10),
            Duration.ofDays(9));
    private static final int PAIRS = 60;

    private final Rig rig;
    private final AtomicInteger stale = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private SenderFaults(Rig rig) {
        this.rig = rig;
    }

    static List<FaultKind> of(Rig rig) {
        SenderFaults faults = new SenderFaults(rig);
        return List.of(
                FaultKind.of("sender-clock-apart", "sender-clock", faults::clockApart),
                FaultKind.of("deliveries-stale", "stale", faults::stale),
                FaultKind.of("deliveries-respelled", "odd", draw -> faults.respelled()));
    }

    /** Ahead or behind, within the tolerance: all is taken as ever. */
    private Runnable clockApart(int draw) {
        Duration ahead = Duration.ofSeconds(draw % (2 * MOST_SECONDS_APART + 1) - MOST_SECONDS_APART);
        rig.serial.setClockAhead(ahead);
        rig.parallel.setClockAhead(ahead.negated());
        rig.effects.saw("sender's clock apart");
        return () -> {
            rig.serial.setClockAhead(Duration.ZERO);
            rig.parallel.setClockAhead(Duration.ZERO);
        };
    }

    /** Beyond the tolerance: well signed, and refused; were one of them written, it would be one that was never sent. */
    private Runnable stale(int draw) {
        Instant signedAt = Instant.now().plus(BEYOND.get(draw % BEYOND.size()));
        String timestamp = Long.toString(signedAt.getEpochSecond());
        byte[] body = ("{\"event_id\":\"stale-" + stale.incrementAndGet()
                        + "\",\"object_type\":\"email\",\"metric\":\"sent\",\"data\":{}}")
                .getBytes(UTF_8);
        HttpRequest request = HttpRequest.newBuilder(rig.serial.endpoint())
                .timeout(Duration.ofSeconds(4))
                .header("Content-Type", "application/json")
                .header(SignedWebhook.TIMESTAMP_HEADER, timestamp)
                .header(
                        SignedWebhook.SIGNATURE_HEADER,
                        SignedWebhook.signature(rig.serial.signingKey(), timestamp, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            rig.effects.saw("stale delivery answered "
                    + http.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException cut) {
            rig.effects.saw("stale delivery not answered");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return () -> {};
    }

    /** Two bodies that differ in their spaces alone become two records with the same content, often in the same millisecond. */
    private Runnable respelled() {
        SampleEvents events = new SampleEvents(List.of("email_sent"));
        for (int i = 0; i < PAIRS; i++) {
            SampleEvent event = events.get();
            String body = new String(event.body(), UTF_8);
            rig.parallel.send(event.id(), event.body());
            rig.parallel.send(event.id(), body.concat(" ").getBytes(UTF_8));
        }
        rig.effects.saw("events in two spellings");
        return () -> {};
    }
}
