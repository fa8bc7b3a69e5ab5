package io.cioconnect.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How one connector stands, as far as one of its receivers knows. No secrets and no personal data.
 *
 * @param at when this was
 * @param tasks what each task of the connector does, by its number
 * @param receivers of this worker, by number
 * @param deliveries empty when no delivery table is selected
 * @param events of the selected event tables, and of quarantine by reason
 */
public record ConnectorStatus(
        String version,
        Instant at,
        List<String> tasks,
        Registration registration,
        List<Receiver> receivers,
        List<Table> tables,
        Optional<DeliveryReads> deliveries,
        List<Events> events) {

    /**
     * The reporting webhook in Customer.io.
     *
     * @param state one of the texts users look for, such as {@code registered}
     * @param detail what to do about it, or what happened
     * @param needsAttention events do not come, or not all of them, unless somebody does something
     */
    public record Registration(String state, String detail, Optional<Instant> repairedAt, boolean needsAttention) {}

    /**
     * One receiver of this worker.
     *
     * @param canVerify a signing key or a token is there
     * @param unavailableInARow deliveries answered 503 since the last answer 200
     * @param certificateDaysLeft -1 without a certificate
     */
    public record Receiver(
            int number,
            boolean bound,
            boolean ready,
            boolean canVerify,
            Latency latency,
            long inFlight,
            Map<String, Long> refusedLastHour,
            long unavailableInARow,
            long certificateDaysLeft) {}

    /** How long answers 200 took in the last minute, in milliseconds. */
    public record Latency(long p50, long p99, long max) {}

    /**
     * A polled table that is read in full.
     *
     * @param last its last complete pass
     * @param failure of the passes since then; known of tables that this worker refreshes
     * @param deletesDeferred rows whose delete waits for the next complete pass
     * @param stale the last complete pass is over two intervals ago, or there was none for so long
     */
    public record Table(
            String name,
            Duration interval,
            Optional<Pass> last,
            Optional<Instant> nextPass,
            Optional<Failure> failure,
            long deletesDeferred,
            boolean stale) {}

    /**
     * A complete pass.
     *
     * @param changed new and changed rows, -1 when it is not known
     * @param deleted -1 when it is not known
     * @param tooManyKeys so nothing was deleted
     */
    public record Pass(
            Instant startedAt, Instant finishedAt, long rows, long changed, long deleted, boolean tooManyKeys) {}

    /** The passes that failed since the last complete one; the reason is that of the last. */
    public record Failure(Instant since, long passes, String reason) {}

    /**
     * Deliveries of one event table, or of quarantine for one reason, since the task started.
     *
     * @param verified deliveries, without retries of an event that is in flight or in Kafka
     * @param perMinute of the last hour, the oldest first; empty where it is not counted
     */
    public record Events(
            String name, long verified, long acknowledged, Optional<Instant> last, List<Integer> perMinute) {
        private static final String QUARANTINED = "quarantined.";

        public boolean isQuarantine() {
            return name.startsWith(QUARANTINED);
        }

        /** Why it was quarantined. */
        String reason() {
            return name.substring(QUARANTINED.length());
        }

        long lastHour() {
            return perMinute.stream().mapToLong(Integer::longValue).sum();
        }

        private Events plus(Events other) {
            Optional<Instant> latest = last.isEmpty()
                            || (other.last.isPresent() && other.last.get().isAfter(last.get()))
                    ? other.last
                    : last;
            List<Integer> sums = perMinute.size() == other.perMinute.size()
                    ? IntStream.range(0, perMinute.size())
                            .mapToObj(minute -> perMinute.get(minute) + other.perMinute.get(minute))
                            .toList()
                    : perMinute;
            return new Events(name, verified + other.verified, acknowledged + other.acknowledged, latest, sums);
        }
    }

    /** The same connector with another of its receivers. What only receiver 0 knows is taken from the lower number. */
    public ConnectorStatus plus(ConnectorStatus other) {
        if (number() > other.number()) {
            return other.plus(this);
        }
        List<Receiver> all = new ArrayList<>(receivers);
        all.addAll(other.receivers);
        all.sort(Comparator.comparingInt(Receiver::number));
        Map<String, Events> sums = new LinkedHashMap<>();
        events.forEach(table -> sums.put(table.name(), table));
        other.events.forEach(table -> sums.merge(table.name(), table, Events::plus));
        return new ConnectorStatus(
                version, at, tasks, registration, all, tables, deliveries, List.copyOf(sums.values()));
    }

    private int number() {
        return receivers.stream().mapToInt(Receiver::number).min().orElse(Integer.MAX_VALUE);
    }

    /** Reasons of quarantine with a delivery in the last hour. */
    List<String> quarantinedLastHour() {
        TreeSet<String> reasons = new TreeSet<>();
        events.stream()
                .filter(Events::isQuarantine)
                .filter(table -> table.last()
                        .filter(last ->
                                Duration.between(last, at).abs().toHours() < 1) // the clock may have been set back
                        .isPresent())
                .forEach(table -> reasons.add(table.reason()));
        return List.copyOf(reasons);
    }
}
