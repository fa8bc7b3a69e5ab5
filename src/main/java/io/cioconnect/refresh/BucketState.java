package io.cioconnect.refresh;

import io.cioconnect.offset.BucketOffset;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a bucket, in little room: keys are named by their positions in the offset. Immutable; nobody changes the sets.
 *
 * @param deferred keys that the last complete pass did not list
 * @param reappeared keys that are listed now, although what is stored may still call them absent
 */
record BucketState(BucketOffset offset, Hashes hashes, BitSet deferred, BitSet reappeared) {
    static final BucketState EMPTY = new BucketState(BucketOffset.EMPTY, Hashes.EXACT, new BitSet(), new BitSet());

    /** How far hashes are to be believed. Keys are believed in any case. */
    enum Hashes {
        EXACT,
        /** In at-least-once mode a pass may have written rows after these were stored. */
        SUSPECT,
        /** Rows were written after these. */
        STALE
    }

    /** @param exactlyOnce offsets are committed together with records, so that none can be older than the topic */
    KnownBucket known(boolean exactlyOnce) {
        return known(offset.hashes(), exactlyOnce);
    }

    /** @param keys those of the offset, which takes its time to unpack them */
    KnownBucket known(Map<String, Long> keys, boolean exactlyOnce) {
        return new KnownBucket(keys, keysAt(deferred, keys), keysAt(reappeared, keys), isExact(exactlyOnce));
    }

    boolean isExact(boolean exactlyOnce) {
        return hashes == Hashes.EXACT || (hashes == Hashes.SUSPECT && exactlyOnce);
    }

    BucketState with(Hashes other) {
        return new BucketState(offset, other, deferred, reappeared);
    }

    BucketState withDeferred(BitSet positions) {
        return new BucketState(offset, hashes, positions, new BitSet());
    }

    /** The bucket's records were written up to where this offset is true. */
    BucketState written(BucketOffset next) {
        if (deferred.isEmpty() && reappeared.isEmpty()) {
            return new BucketState(next, Hashes.EXACT, deferred, reappeared);
        }
        Map<String, Long> keys = offset.hashes();
        return new BucketState(
                next, Hashes.EXACT, positions(next, keysAt(deferred, keys)), positions(next, keysAt(reappeared, keys)));
    }

    /**
     * A complete list has these keys: an absence before it does not count any more.
     *
     * @param keys those of the offset
     */
    BucketState listed(Set<String> listed, Map<String, Long> keys) {
        var stillDeferred = new BitSet();
        var back = new BitSet();
        int position = 0;
        for (Map.Entry<String, Long> key : keys.entrySet()) {
            boolean isListed = listed.contains(key.getKey());
            boolean wasAbsent = deferred.get(position) || KnownBucket.isDeleted(key.getValue());
            stillDeferred.set(position, deferred.get(position) && !isListed);
            back.set(position, isListed && (wasAbsent || reappeared.get(position)));
            position++;
        }
        return new BucketState(offset, hashes, stillDeferred, back);
    }

    static BitSet positions(BucketOffset offset, Set<String> keys) {
        BitSet positions = new BitSet();
        if (!keys.isEmpty()) {
            int position = 0;
            for (String key : offset.hashes().keySet()) {
                positions.set(position++, keys.contains(key));
            }
        }
        return positions;
    }

    private static Set<String> keysAt(BitSet positions, Map<String, Long> all) {
        if (positions.isEmpty()) {
            return Set.of();
        }
        Set<String> keys = new HashSet<>();
        int position = 0;
        for (String key : all.keySet()) {
            if (positions.get(position++)) {
                keys.add(key);
            }
        }
        return keys;
    }
}
