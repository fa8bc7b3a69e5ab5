package io.cioconnect.sync;

import io.cioconnect.pace.Backoff;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The failed turns of one sync since the last good one, and their reasons. One thread. */
final class Failures {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int MAX_REASONS = 50;

    /** Where a reply is broken: another place each time, and the same failure. */
    private static final Pattern PLACE = Pattern.compile(" at (?:(?:byte|character) -?\\d+|line \\d+, column \\d+)");

    private final Backoff backoff;
    private final Set<String> reasons = new HashSet<>();
    private int inARow;

    /** @param interval of the sync; no wait is longer */
    Failures(Duration interval) {
        this.backoff = new Backoff(FIRST, interval.compareTo(LONGEST) < 0 ? interval : LONGEST);
    }

    /** Counts one more. True when its reason comes for the first time since the last good turn. */
    boolean add(String reason) {
        inARow++;
        if (reasons.size() >= MAX_REASONS) {
            reasons.clear();
        }
        return reasons.add(PLACE.matcher(reason).replaceAll(""));
    }

    /** How long to wait before the next turn. */
    Duration pause() {
        return backoff.after(inARow);
    }

    boolean any() {
        return inARow > 0;
    }

    void clear() {
        inARow = 0;
        reasons.clear();
    }
}
