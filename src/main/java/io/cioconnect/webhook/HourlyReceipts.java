package io.cioconnect.webhook;

import io.cioconnect.metrics.ReceiverMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once an hour, one line that says what Kafka acknowledged and what the receiver refused. One thread. */
final class HourlyReceipts {
    private static final Logger log = LoggerFactory.getLogger(WebhookReceiver.class);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ReceiverMetrics metrics;
    private Instant lastTold;
    private long acknowledgedBefore;

    HourlyReceipts(ReceiverMetrics metrics, Instant now) {
        this.metrics = metrics;
        this.lastTold = now;
    }

    /** Writes the line when it is due. */
    void tell(Instant now) {
        if (Duration.between(lastTold, now).abs().compareTo(HOUR) < 0) { // the clock may have been set back
            return;
        }
        long acknowledged = metrics.acknowledged().sum();
        Map<String, Long> refused = metrics.refusedLastHour();
        log.info(
                "Events acknowledged by Kafka in the last hour: {}. Deliveries refused: {}",
                acknowledged - acknowledgedBefore,
                refused.isEmpty()
                        ? "none"
                        : refused.entrySet().stream()
                                .map(reason -> reason.getValue() + " (" + reason.getKey() + ")")
                                .collect(Collectors.joining(", ")));
        acknowledgedBefore = acknowledged;
        lastTold = now;
    }
}
