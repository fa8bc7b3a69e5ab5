package io.cioconnect.it.rig;

import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.simulator.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the connector got done while there were faults: a run in which it never worked shows nothing.
 *
 * @param time from the first fault to the last
 * @param faults in this time
 * @param answered attempts that were answered 200
 * @param parts of ten seconds
 * @param busyParts those with an answer 200
 * @param passes complete ones over a list, and complete windows of deliveries
 * @param deliveries that were read
 */
record Work(Duration time, int faults, long answered, long parts, long busyParts, long passes, long deliveries) {
    private static final long PART_SECONDS = 10;

    /** Less shows nothing of what is usual. */
    private static final Duration SHORT = Duration.ofMinutes(4);

    private static final double LEAST_BUSY = 0.5;
    private static final int LEAST_PASSES_PER_MINUTE = 4;

    static Work between(
            Instant from,
            Instant to,
            int faults,
            List<Attempt> attempts,
            List<TopicRecord> refreshes,
            List<TopicRecord> deliveries) {
        List<Attempt> answered = attempts.stream()
                .filter(Attempt::isConfirmed)
                .filter(attempt ->
                        !attempt.ended().isBefore(from) && attempt.ended().isBefore(to))
                .toList();
        Duration time = Duration.between(from, to);
        return new Work(
                time,
                faults,
                answered.size(),
                1 + time.toSeconds() / PART_SECONDS,
                answered.stream()
                        .map(attempt -> Duration.between(from, attempt.ended()).toSeconds() / PART_SECONDS)
                        .distinct()
                        .count(),
                written(refreshes, from, to),
                written(deliveries, from, to));
    }

    private static long written(List<TopicRecord> records, Instant from, Instant to) {
        return records.stream()
                .map(record -> Instant.ofEpochMilli(record.timestamp()))
                .filter(at -> !at.isBefore(from) && at.isBefore(to))
                .count();
    }

    /** What a long run needs to mean something. */
    Optional<String> tooLittle() {
        boolean isBusy = busyParts >= LEAST_BUSY * parts;
        boolean isPassing = passes >= LEAST_PASSES_PER_MINUTE * time.toMinutes();
        return time.compareTo(SHORT) < 0 || (isBusy && isPassing)
                ? Optional.empty()
                : Optional.of("rig: the connector hardly worked: " + text());
    }

    String text() {
        double minutes = time.toMillis() / 60_000.0;
        return String.format(
                Locale.ROOT,
                "%.1f faults a minute for %.1f minutes; meanwhile %d answers 200, in %d of %d parts of %d seconds, %d complete passes and"
                        + " windows, %d deliveries read",
                minutes == 0 ? 0 : faults / minutes,
                minutes,
                answered,
                busyParts,
                parts,
                PART_SECONDS,
                passes,
                deliveries);
    }
}
