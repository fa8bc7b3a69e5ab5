package io.cioconnect.refresh;

import io.cioconnect.offset.BucketOffset;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a bucket before a pass.
 *
 * @param hashes the keys believed to be in the topic, with the hash of the content that is there
 * @param deferred keys that the last complete pass did not list
 * @param reappeared keys that are listed now, although what is stored may still call them absent
 * @param isExact false when the topic may have newer content than the hashes say
 */
record KnownBucket(Map<String, Long> hashes, Set<String> deferred, Set<String> reappeared, boolean isExact) {
    /** True for a key that has been absent from a complete list before. */
    boolean wasAbsent(String key) {
        return deferred.contains(key) || isDeleted(hash(key));
    }

    /** True for a key whose delete one complete pass wrote, and no pass twice. */
    boolean isDeletedOnce(String key) {
        return hash(key) == BucketOffset.DELETED;
    }

    /** True for the marks of keys whose delete was decided. */
    static boolean isDeleted(long hash) {
        return hash == BucketOffset.DELETE_PENDING || hash == BucketOffset.DELETED;
    }

    /** True for a key whose row has to be written in any case, so that an offset says that it was listed. */
    boolean isReappeared(String key) {
        return reappeared.contains(key);
    }

    boolean hasContent(String key, long hash) {
        return hash(key) == hash;
    }

    boolean contains(String key) {
        return hashes.containsKey(key);
    }

    /** The hash to go on with when the pass does not write the row. */
    long keptHash(String key) {
        long hash = hash(key);
        return isExact || isDeleted(hash) ? hash : BucketOffset.UNKNOWN;
    }

    private long hash(String key) {
        return hashes.getOrDefault(key, BucketOffset.UNKNOWN);
    }
}
