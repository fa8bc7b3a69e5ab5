package io.cioconnect.sync;

/**
 * The ids that the pages of a list have brought so far, as 64-bit hashes: they only have to show that the pages go in circles, so two ids with
 * one hash do no harm. One thread.
 */
final class SeenIds {
    /** More are not remembered, and count as new each time. The memory for them is 16 MiB. */
    static final int MOST = 1_000_000;

    private static final int SMALLEST = 1 << 10;
    private static final long PRIME = 0x100000001B3L;
    private static final long START = 0xCBF29CE484222325L;
    private static final long FREE = 0;

    /** A hash stands where its lowest bits say, or in the next places. At least half of them are free. */
    private long[] places = new long[SMALLEST];

    private int size;

    /** Remembers an id. False when it is remembered already. */
    boolean add(String id) {
        long hash = hash(id);
        int at = placeOf(hash, places);
        if (places[at] == hash) {
            return false;
        }
        if (size < MOST) {
            places[at] = hash;
            size++;
            growIfHalfFull();
        }
        return true;
    }

    private void growIfHalfFull() {
        if (size <= places.length / 2) {
            return;
        }
        long[] larger = new long[places.length * 2];
        for (long hash : places) {
            if (hash != FREE) {
                larger[placeOf(hash, larger)] = hash;
            }
        }
        places = larger;
    }

    /** Where it is, or where it would be. */
    private static int placeOf(long hash, long[] places) {
        int last = places.length - 1;
        int at = (int) hash & last;
        while (places[at] != FREE && places[at] != hash) {
            at = (at + 1) & last;
        }
        return at;
    }

    private static long hash(String id) {
        long hash = START;
        for (int at = 0; at < id.length(); at++) {
            hash = (hash ^ id.charAt(at)) * PRIME;
            hash ^= hash >>> 29;
        }
        return hash == FREE ? START : hash;
    }
}
