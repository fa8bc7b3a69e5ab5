package io.cioconnect.metrics;

import static io.cioconnect.metrics.Metric.number;

import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/** One receiver: what it has answered since the task started, and its current state. Each counter is a field. Thread-safe. */
public final class ReceiverMetrics {
    private static final CompositeType REASONS = reasons();

    public static final MetricGroup<ReceiverMetrics> GROUP = new MetricGroup<>(
            "receiver",
            "receiver",
            "A receiver, numbered from 0",
            List.of(
                    number("Confirmed", "deliveries", "Events that Kafka acknowledged", m -> m.acknowledged.sum()),
                    number(
                            "Repeated",
                            "deliveries",
                            "Answered 200 at once, because the event was already in Kafka",
                            m -> m.repeated.sum()),
                    number(
                            "Joined",
                            "deliveries",
                            "Arrived while the same event was in flight, and got the same answer",
                            m -> m.joined.sum()),
                    number(
                            "Dropped",
                            "deliveries",
                            "Answered 200, but filtered out by the operator's configuration",
                            m -> m.filtered.sum()),
                    number(
                            "Expired",
                            "deliveries",
                            "Answered 503: Kafka did not acknowledge in time",
                            m -> m.expired.sum()),
                    new Metric<>(
                            "RefusedByReason",
                            "deliveries",
                            "Deliveries that were not answered 200, by reason",
                            REASONS,
                            ReceiverMetrics::refusedByReason),
                    number(
                            "InFlight",
                            "deliveries",
                            "Deliveries that wait for Kafka now",
                            m -> m.gauges.inFlight().getAsLong()),
                    number(
                            "InFlightBytes",
                            "bytes",
                            "Estimated heap that these deliveries use",
                            m -> m.gauges.inFlightBytes().getAsLong()),
                    number(
                            "LatencyMillisP50",
                            "ms",
                            "Median time from request to answer 200 in the last minute",
                            m -> m.latency.percentile(0.5)),
                    number(
                            "LatencyMillisP99",
                            "ms",
                            "99th percentile of the same time",
                            m -> m.latency.percentile(0.99)),
                    number("LatencyMillisMax", "ms", "Maximum of the same time", m -> m.latency.max()),
                    number(
                            "Bound",
                            "0 or 1",
                            "1 while the port is bound and this receiver has its path",
                            m -> m.gauges.bound().getAsLong()),
                    number(
                            "Ready",
                            "0 or 1",
                            "1 while the receiver accepts deliveries",
                            m -> m.gauges.ready().getAsLong()),
                    number(
                            "CertificateDaysLeft",
                            "days",
                            "Days until the certificate expires; -1 without HTTPS and while the port is not bound",
                            m -> m.gauges.certificateDaysLeft().getAsLong())));

    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder joined = new LongAdder();
    private final LongAdder filtered = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);
    private final Map<Refusal, MinuteCounts> refusedLastHour = new EnumMap<>(Refusal.class);
    private final AtomicLong unavailableInARow = new AtomicLong();
    private final LatencyWindow latency = new LatencyWindow(System::nanoTime);
    private volatile Gauges gauges = Gauges.NONE;

    /** Values that are read on request; 0 means no. */
    public record Gauges(
            LongSupplier inFlight,
            LongSupplier inFlightBytes,
            LongSupplier bound,
            LongSupplier ready,
            LongSupplier certificateDaysLeft) {
        private static final Gauges NONE = new Gauges(() -> 0, () -> 0, () -> 0, () -> 0, () -> -1);
    }

    public ReceiverMetrics() {
        for (Refusal reason : Refusal.values()) {
            refused.put(reason, new LongAdder());
            refusedLastHour.put(reason, new MinuteCounts(Clock.systemUTC()));
        }
    }

    public void gauges(Gauges values) {
        gauges = values;
    }

    public LongAdder acknowledged() {
        return acknowledged;
    }

    public LongAdder repeated() {
        return repeated;
    }

    public LongAdder joined() {
        return joined;
    }

    public LongAdder filtered() {
        return filtered;
    }

    public LongAdder expired() {
        return expired;
    }

    public void refused(Refusal reason) {
        LongAdder count = refused.get(reason);
        MinuteCounts lastHour = refusedLastHour.get(reason);
        if (count != null && lastHour != null) {
            count.increment();
            lastHour.add();
        }
        if (reason == Refusal.UNAVAILABLE) {
            unavailableInARow.incrementAndGet();
        }
    }

    /** Deliveries not answered 200 in the last hour, by reason, without reasons that did not occur. */
    public Map<String, Long> refusedLastHour() {
        Map<String, Long> counts = new LinkedHashMap<>();
        refusedLastHour.forEach((reason, minutes) -> {
            long sum = minutes.sum();
            if (sum > 0) {
                counts.put(reason.reason(), sum);
            }
        });
        return counts;
    }

    /** Deliveries that were answered 503 since the last one that was answered 200. */
    public long unavailableInARow() {
        return unavailableInARow.get();
    }

    /** How long answers 200 took in the last minute. */
    public LatencyWindow latency() {
        return latency;
    }

    public Gauges gauges() {
        return gauges;
    }

    /** Records how long an answer 200 took. */
    public void took(long millis) {
        latency.add(millis);
        if (unavailableInARow.get() > 0) { // nearly never: a write would cost each answer
            unavailableInARow.set(0);
        }
    }

    private CompositeData refusedByReason() {
        try {
            String[] names =
                    Arrays.stream(Refusal.values()).map(Refusal::reason).toArray(String[]::new);
            Object[] counts = refused.values().stream().map(LongAdder::sum).toArray();
            return new CompositeDataSupport(REASONS, names, counts);
        } catch (OpenDataException e) {
            throw new IllegalStateException("the items are those of the type", e);
        }
    }

    private static CompositeType reasons() {
        try {
            OpenType<?>[] types = new OpenType<?>[Refusal.values().length];
            Arrays.fill(types, SimpleType.LONG);
            return new CompositeType(
                    "RefusedByReason",
                    "Deliveries that were not answered 200",
                    Arrays.stream(Refusal.values()).map(Refusal::reason).toArray(String[]::new),
                    Arrays.stream(Refusal.values()).map(Refusal::text).toArray(String[]::new),
                    types);
        } catch (OpenDataException e) {
            throw new IllegalStateException("names and texts are given", e);
        }
    }
}
