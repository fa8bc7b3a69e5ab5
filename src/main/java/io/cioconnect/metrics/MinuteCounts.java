package io.cioconnect.metrics;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** How often something happened in each minute of the last hour, the current minute included. Thread-safe. */
public final class MinuteCounts {
    public static final int MINUTES = 60;

    private final Clock clock;
    private final int[] counts = new int[MINUTES]; // guarded by this, like the next field
    private final long[] minutes = new long[MINUTES];

    public MinuteCounts(Clock clock) {
        this.clock = clock;
    }

    public synchronized void add() {
        long minute = minute();
        int slot = slot(minute);
        if (minutes[slot] != minute) {
            minutes[slot] = minute;
            counts[slot] = 0;
        }
        counts[slot]++;
    }

    /** Oldest first. */
    public synchronized List<Integer> snapshot() {
        long now = minute();
        List<Integer> snapshot = new ArrayList<>(MINUTES);
        for (long minute = now - MINUTES + 1; minute <= now; minute++) {
            int slot = slot(minute);
            snapshot.add(minutes[slot] == minute ? counts[slot] : 0);
        }
        return snapshot;
    }

    public long sum() {
        return snapshot().stream().mapToLong(Integer::longValue).sum();
    }

    private long minute() {
        return Math.floorDiv(clock.millis(), 60_000L);
    }

    private static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) MINUTES);
    }
}
