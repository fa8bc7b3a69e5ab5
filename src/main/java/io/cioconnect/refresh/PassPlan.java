package io.cioconnect.refresh;

import io.cioconnect.config.RefreshConfig;
import io.cioconnect.offset.SourcePartition;
import java.time.Instant;

/** What a pass does, decided before its first record. Immutable as long as the key set is. */
final class PassPlan {
    /** More rows than this are written, but not remembered. */
    static final int MAX_TRACKED_KEYS = 100_000;

    private final KeySet keys;
    private final Listing listing;
    private final RefreshConfig config;
    private final boolean exactlyOnce;
    private final Instant start;
    private final AbsentRows absent;

    PassPlan(
            KeySet keys,
            Listing listing,
            RefreshConfig config,
            boolean cutIntoPages,
            boolean exactlyOnce,
            Instant start) {
        this.keys = keys;
        this.listing = listing;
        this.config = config;
        this.exactlyOnce = exactlyOnce;
        this.start = start;
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            keys.listed(bucket, listing.bucket(bucket).keySet());
        }
        this.absent = decide(cutIntoPages);
    }

    BucketPlan bucket(int bucket) {
        return new BucketPlan(keys.bucket(bucket, exactlyOnce), listing.bucket(bucket), absent, config, start);
    }

    boolean exactlyOnce() {
        return exactlyOnce;
    }

    /** False when there are too many keys to remember: then all rows are written and no delete. */
    boolean isTracked() {
        if (listing.size() > MAX_TRACKED_KEYS) {
            return false;
        }
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            if (!bucket(bucket).largest().fitsIntoAnOffset()) {
                return false;
            }
        }
        return true;
    }

    private AbsentRows decide(boolean cutIntoPages) {
        if (config.deletes() == RefreshConfig.Deletes.NONE || keys.isDamaged()) {
            return AbsentRows.KEEP;
        }
        if (cutIntoPages) {
            return AbsentRows.DEFER;
        }
        long present = 0;
        long firstAbsent = 0;
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            KnownBucket known = keys.bucket(bucket, exactlyOnce);
            for (String key : known.hashes().keySet()) {
                if (listing.bucket(bucket).containsKey(key)) {
                    present++;
                } else if (!known.wasAbsent(key)) {
                    firstAbsent++;
                }
            }
        }
        return isSuspicious(firstAbsent, present) ? AbsentRows.DEFER : AbsentRows.DELETE;
    }

    private boolean isSuspicious(long firstAbsent, long present) {
        // Before the first complete pass there is no number of rows to compare with.
        long rows = Math.max(keys.lastPass().rows(), 0);
        long before = rows > 0 ? rows : firstAbsent + present;
        return firstAbsent > 0 && (present == 0 || firstAbsent > config.maxDeleteFraction() * before);
    }
}
