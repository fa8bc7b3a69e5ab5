package io.cioconnect.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Checks a receiver: compares the sender's log with what a read_committed consumer found in Kafka. */
public final class DeliveryChecker {
    private static final Set<Integer> ALLOWED_STATUSES = Set.of(200, 503);

    private final List<Attempt> attempts;
    private final List<Copy> copies;
    private static final int TOO_SLOW = 408;

    private final List<Downtime> downtimes = new ArrayList<>();
    private final List<Downtime> standstills = new ArrayList<>();
    private boolean ordered;

    /**
     * A record of an event topic or of quarantine.
     *
     * @param id the event's id, or the body's sha256 for a record in quarantine: the bare key
     */
    public record Copy(String id, String topic, int partition, long offset) {}

    /** A time in which no process listened: connections may be refused or cut. */
    public record Downtime(Instant from, Instant to) {
        boolean touches(Attempt attempt) {
            return overlaps(attempt.started(), attempt.ended());
        }

        public boolean overlaps(Instant started, Instant ended) {
            return !ended.isBefore(from) && !started.isAfter(to);
        }
    }

    /**
     * The result.
     *
     * @param violations empty when every guarantee was kept
     * @param outcomes number of attempts by status or error
     * @param duplicates records beyond the first of an event
     * @param oneHourAnswers attempts after which Customer.io would have waited an hour, including those in a downtime
     */
    public record Report(
            List<String> violations,
            Map<String, Long> outcomes,
            long confirmed,
            long duplicates,
            long oneHourAnswers) {}

    public DeliveryChecker(List<Attempt> attempts, List<Copy> copies) {
        this.attempts = attempts;
        this.copies = copies;
    }

    /** No process listened in this time. */
    public DeliveryChecker withDowntime(Instant from, Instant to) {
        downtimes.add(new Downtime(from, to));
        return this;
    }

    /**
     * A receiver, or the connection to it, stood still in this time: it may find then that the time of a body is over, and answer 408. That costs
     * no hour.
     */
    public DeliveryChecker withStandstill(Instant from, Instant to) {
        standstills.add(new Downtime(from, to));
        return this;
    }

    /** The sender had one lane: within a partition, first copies must be in the order of sending. */
    public DeliveryChecker inOrder() {
        ordered = true;
        return this;
    }

    public Report check() {
        Map<String, Integer> stored = new HashMap<>();
        copies.forEach(copy -> stored.merge(copy.id(), 1, Integer::sum));
        List<String> violations = new ArrayList<>();
        violations.addAll(lost(stored));
        violations.addAll(invented());
        violations.addAll(tooManyCopies(stored));
        violations.addAll(answersThatCostAnHour());
        violations.addAll(timeouts());
        if (ordered) {
            violations.addAll(disorder());
        }
        return new Report(
                violations,
                new TreeMap<>(
                        attempts.stream().collect(Collectors.groupingBy(Attempt::outcome, Collectors.counting()))),
                attempts.stream()
                        .filter(Attempt::isConfirmed)
                        .map(Attempt::sha256)
                        .distinct()
                        .count(),
                stored.values().stream().mapToLong(count -> count - 1).sum(),
                attempts.stream().filter(Attempt::costsAnHour).count());
    }

    /** C1: every delivery answered 2xx is in Kafka. */
    private List<String> lost(Map<String, Integer> stored) {
        return attempts.stream()
                .filter(Attempt::isConfirmed)
                .filter(attempt -> copies(attempt, stored) == 0)
                .map(attempt -> "answered " + attempt.status() + " and not in Kafka: " + attempt.eventId())
                .distinct()
                .toList();
    }

    /** C2: every record in Kafka was sent. */
    private List<String> invented() {
        Set<String> sent = new HashSet<>();
        attempts.forEach(attempt -> {
            sent.add(attempt.eventId());
            sent.add(attempt.sha256());
        });
        return copies.stream()
                .filter(copy -> !sent.contains(copy.id()))
                .map(copy -> "in " + copy.topic() + " and never sent: " + copy.id())
                .toList();
    }

    /** C3: no more copies than attempts. */
    private List<String> tooManyCopies(Map<String, Integer> stored) {
        Map<String, Integer> tries = new HashMap<>();
        Map<String, Integer> copiesOfEvent = new HashMap<>();
        for (Attempt attempt : attempts) {
            tries.merge(attempt.eventId(), 1, Integer::sum);
            copiesOfEvent.put(attempt.eventId(), copies(attempt, stored));
        }
        return copiesOfEvent.entrySet().stream()
                .filter(event -> event.getValue() > tries.get(event.getKey()))
                .map(event -> event.getValue() + " copies after " + tries.get(event.getKey()) + " attempts: "
                        + event.getKey())
                .toList();
    }

    /** C4: nothing but 200 and 503 while a process lives; in a downtime also connections refused or cut. */
    private List<String> answersThatCostAnHour() {
        return attempts.stream()
                .filter(attempt -> !attempt.isTimeout())
                .filter(attempt -> attempt.error().isEmpty() ? !isAllowed(attempt) : !isExcused(attempt))
                .map(attempt -> "answered " + attempt.outcome() + " at " + attempt.ended() + ", attempt "
                        + attempt.number() + ": " + attempt.eventId())
                .toList();
    }

    private boolean isAllowed(Attempt attempt) {
        return ALLOWED_STATUSES.contains(attempt.status())
                || (attempt.status() == TOO_SLOW && standstills.stream().anyMatch(time -> time.touches(attempt)));
    }

    /** C5: the sender never timed out. */
    private List<String> timeouts() {
        return attempts.stream()
                .filter(attempt -> attempt.isTimeout() && !isExcused(attempt))
                .map(attempt -> "no answer in time at " + attempt.ended() + ": " + attempt.eventId())
                .toList();
    }

    /** C7: within a partition, first copies are in the order of first attempts. */
    private List<String> disorder() {
        Map<String, Integer> order = new HashMap<>();
        for (Attempt attempt : attempts) {
            order.putIfAbsent(attempt.eventId(), order.size());
        }
        Map<String, Integer> last = new HashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        List<String> violations = new ArrayList<>();
        List<Copy> byOffset = copies.stream()
                .sorted((a, b) -> Long.compare(a.offset(), b.offset()))
                .toList();
        for (Copy copy : byOffset) {
            Integer position = order.get(copy.id());
            String partition = copy.topic() + "-" + copy.partition();
            if (position != null && seen.add(copy.id())) {
                if (position < last.getOrDefault(partition, -1)) {
                    violations.add("out of order in " + partition + ": " + copy.id());
                }
                last.put(partition, position);
            }
        }
        return violations;
    }

    private boolean isExcused(Attempt attempt) {
        return downtimes.stream().anyMatch(downtime -> downtime.touches(attempt));
    }

    private static int copies(Attempt attempt, Map<String, Integer> stored) {
        return stored.getOrDefault(attempt.eventId(), 0) + stored.getOrDefault(attempt.sha256(), 0);
    }
}
