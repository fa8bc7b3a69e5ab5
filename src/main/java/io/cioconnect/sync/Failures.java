package io.cioconnect.sync;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The failed turns of one sync since the last good one: how long to wait, and which reasons were said already. One thread. */
final class Failures {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int MAX_REASONS = 50;

    private final Duration interval;
    private final Set<String> reasons = new HashSet<>();
    private int failures;

    Failures(Duration interval) {
        this.interval = interval;
    }

    /** Doubles from 5 s to 15 min, but is never longer than the table's interval. */
    Duration nextWait() {
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures, 20));
        failures++;
        Duration capped = wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
        return capped.compareTo(interval) < 0 ? capped : interval;
    }

    /** True when a reason comes for the first time since the last good pass. */
    boolean isNew(String reason) {
        if (reasons.size() >= MAX_REASONS) {
            reasons.clear();
        }
        return reasons.add(reason);
    }

    /** True when there was a failure to recover from. */
    boolean recovered() {
        boolean recovered = failures > 0;
        failures = 0;
        reasons.clear();
        return recovered;
    }
}
