package io.cioconnect.metrics;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Durations of the last minute in milliseconds, accurate to 3 %. Counts are kept in slots of ten seconds, so the minute may be up to ten
 * seconds longer.
 * Thread-safe.
 */
public final class LatencyWindow {
    private static final long SLOT_NANOS = 10_000_000_000L;
    private static final int SLOTS = 7;
    private static final int EXACT = 64; // below this, each millisecond has its own counter
    private static final int PARTS = 32; // counters between a power of two and the next
    private static final int OCTAVES = 12;
    private static final int BUCKETS = EXACT + OCTAVES * PARTS;
    private static final long LONGEST = (1L << (6 + OCTAVES)) - 1; // over four minutes

    private final LongSupplier nanoTime;
    private final int[][] counts = new int[SLOTS][BUCKETS]; // guarded by this, like the fields below
    private final long[] longest = new long[SLOTS];
    private final long[] slotNumbers = new long[SLOTS];

    public LatencyWindow(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        Arrays.fill(slotNumbers, Long.MIN_VALUE);
    }

    public void add(long millis) {
        long value = Math.max(0, Math.min(millis, LONGEST));
        long number = Math.floorDiv(nanoTime.getAsLong(), SLOT_NANOS);
        int slot = (int) Math.floorMod(number, (long) SLOTS);
        synchronized (this) {
            if (slotNumbers[slot] != number) {
                Arrays.fill(counts[slot], 0);
                longest[slot] = 0;
                slotNumbers[slot] = number;
            }
            counts[slot][bucket((int) value)]++;
            longest[slot] = Math.max(longest[slot], value);
        }
    }

    /** The duration that this share of the entries, from 0 to 1, does not exceed; 0 without entries. */
    public synchronized long percentile(double share) {
        long[] sum = new long[BUCKETS];
        long total = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (isRecent(slot)) {
                for (int bucket = 0; bucket < BUCKETS; bucket++) {
                    sum[bucket] += counts[slot][bucket];
                    total += counts[slot][bucket];
                }
            }
        }
        long wanted = Math.max(1, (long) Math.ceil(total * share));
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS && total > 0; bucket++) {
            seen += sum[bucket];
            if (seen >= wanted) {
                return Math.min(upperEnd(bucket), max());
            }
        }
        return 0;
    }

    /** The longest duration; 0 without entries. */
    public synchronized long max() {
        long max = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            max = isRecent(slot) ? Math.max(max, longest[slot]) : max;
        }
        return max;
    }

    private boolean isRecent(int slot) {
        long now = Math.floorDiv(nanoTime.getAsLong(), SLOT_NANOS);
        return slotNumbers[slot] > now - SLOTS && slotNumbers[slot] <= now;
    }

    private static int bucket(int millis) {
        if (millis < EXACT) {
            return millis;
        }
        int octave = 31 - Integer.numberOfLeadingZeros(millis) - 6;
        int part = (millis >> (octave + 1)) - PARTS;
        return EXACT + octave * PARTS + part;
    }

    private static long upperEnd(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        int octave = (bucket - EXACT) / PARTS;
        int part = (bucket - EXACT) % PARTS;
        return ((long) (part + PARTS + 1) << (octave + 1)) - 1;
    }
}
