package io.cioconnect.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once an hour, one line that says all is well, or one for each failure and each concern that lasts. One thread. */
final class HourlySummary {
    private static final Logger log = LoggerFactory.getLogger(SyncLoop.class);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Map<String, Failure> failing = new LinkedHashMap<>();
    private final Map<String, String> concerns = new LinkedHashMap<>();
    private Instant lastTold;
    private int passes;

    /** Of one table: when the first pass failed since the last good one, how many did, and why the last. */
    private record Failure(Instant since, int passes, String reason) {}

    HourlySummary(Instant now) {
        this.lastTold = now;
    }

    /** @param concern what is not well although the pass succeeded */
    void passed(String table, Optional<String> concern) {
        passes++;
        failing.remove(table);
        concern.ifPresentOrElse(what -> concerns.put(table, what), () -> concerns.remove(table));
    }

    void failed(String table, Instant at, String reason) {
        failing.merge(
                table,
                new Failure(at, 1, reason),
                (before, now) -> new Failure(before.since(), before.passes() + 1, reason));
    }

    /** Also when the clock was set back by more than an hour: nobody would hear anything until it has caught up. */
    boolean isDue(Instant now) {
        return Duration.between(lastTold, now).abs().compareTo(HOUR) >= 0;
    }

    void tell(Instant now) {
        failing.forEach((table, failure) -> log.warn(
                "Table {}: no pass has succeeded for {} min ({} failed); the last reason: {}",
                table,
                Math.max(0, Duration.between(failure.since(), now).toMinutes()), // the clock may have been set back
                failure.passes(),
                failure.reason()));
        concerns.forEach((table, what) -> log.warn("Table {}: {}", table, what));
        if (failing.isEmpty() && concerns.isEmpty()) {
            log.info("All polled tables are well: {} passes in the last hour", passes);
        }
        lastTold = now;
        passes = 0;
    }
}
