package io.cioconnect.metrics;

import static io.cioconnect.metrics.Metric.number;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Deliveries for one event table, or for quarantine, since the task started. Thread-safe. */
public final class EventMetrics {
    public static final MetricGroup<EventMetrics> GROUP = new MetricGroup<>(
            "events",
            "table",
            "A selected event table, or quarantine, on a worker that runs a receiver; of several receivers, the sum",
            List.of(
                    number(
                            "Received",
                            "events",
                            "Verified deliveries for this table, except repeats of events already in Kafka or in flight",
                            m -> m.received.sum()),
                    number(
                            "LastReceivedAgeSeconds",
                            "s",
                            "Time since the last such delivery; -1 before the first",
                            EventMetrics::lastReceivedAge)),
            Optional.of(EventMetrics::total));

    private static final long NEVER = -1;

    private final Clock clock;
    private final LongAdder received = new LongAdder();
    private final MinuteCounts lastHour;
    private volatile long lastMillis = NEVER;

    public EventMetrics(Clock clock) {
        this.clock = clock;
        this.lastHour = new MinuteCounts(clock);
    }

    /** Counts one more delivery, received at this time. */
    public void received(long millis) {
        received.increment();
        lastHour.add();
        lastMillis = millis;
    }

    /** Deliveries in each minute of the last hour, oldest first. */
    public List<Integer> lastHour() {
        return lastHour.snapshot();
    }

    /** What several receivers took together, at this moment. */
    private static EventMetrics total(Collection<EventMetrics> receivers) {
        var total = new EventMetrics(receivers.iterator().next().clock);
        for (EventMetrics one : receivers) {
            total.received.add(one.received.sum());
            total.lastMillis = Math.max(total.lastMillis, one.lastMillis);
        }
        return total;
    }

    private long lastReceivedAge() {
        return lastMillis == NEVER ? NEVER : Math.max(0, (clock.millis() - lastMillis) / 1000);
    }
}
