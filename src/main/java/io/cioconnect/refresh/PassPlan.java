package io.cioconnect.refresh;

import io.cioconnect.config.RefreshConfig;
import io.cioconnect.offset.BucketOffset;
import io.cioconnect.offset.SourcePartition;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What a pass does with the known rows that it did not list, decided before its first record. Immutable as long as the key set is. */
final class PassPlan {
    /** With more rows than this a pass deletes nothing. */
    static final int MAX_KEYS = 1_000_000;

    /** Below that many bytes of keys a bucket fits into an offset whatever they are. */
    private static final int SURELY_FITTING_BYTES = 256 * 1024;

    private final KeySet keys;
    private final Listing listing;
    private final Fetched fetched;
    private final Rules rules;
    private final Instant start;
    private final AbsentRows absent;
    private long rows;
    private long unread;
    private long present;
    private long firstAbsent;
    private boolean fits = true;

    /**
     * What a pass goes by when it decides.
     *
     * @param vanish false for a table of which nothing is ever deleted
     * @param exactlyOnce offsets are committed together with records
     * @param maxKeys with more rows than this the pass deletes nothing
     */
    record Rules(RefreshConfig config, boolean vanish, boolean exactlyOnce, int maxKeys) {}

    private PassPlan(KeySet keys, Listing listing, Fetched fetched, Rules rules, Instant start) throws IOException {
        this.keys = keys;
        this.listing = listing;
        this.fetched = fetched;
        this.rules = rules;
        this.start = start;
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            count(bucket);
        }
        fits &= tableRows() <= rules.maxKeys();
        this.absent = !rules.vanish() ? AbsentRows.FORGET : mayDelete() ? decide() : AbsentRows.KEEP;
    }

    /** Tells the key set what was listed, and decides what becomes of the other keys. */
    static PassPlan make(KeySet keys, Listing listing, Fetched fetched, Rules rules, Instant start) throws IOException {
        return new PassPlan(keys, listing, fetched, rules, start);
    }

    private void count(int bucket) throws IOException {
        if (isUntouched(bucket)) {
            return;
        }
        Map<String, RowRef> listed = listing.bucket(bucket);
        Map<String, Long> hashes = keys.bucket(bucket).offset().hashes();
        keys.listed(bucket, listed.keySet(), hashes);
        rows += listed.values().stream().filter(RowRef::isStorable).count();
        fits &= fits(listed);
        KnownBucket known = keys.bucket(bucket).known(hashes, rules.exactlyOnce());
        known.hashes().forEach((key, hash) -> {
            if (listed.containsKey(key)) {
                present++;
            } else if (fetched.unread().cover(key)) {
                unread += KnownBucket.isDeleted(hash) ? 0 : 1;
            } else if (!known.wasAbsent(key)) {
                firstAbsent++;
            }
        });
    }

    private boolean fits(Map<String, RowRef> listed) {
        int bytes =
                listed.keySet().stream().mapToInt(key -> 3 * key.length() + 3).sum();
        if (bytes < SURELY_FITTING_BYTES) {
            return true;
        }
        Map<String, Long> marks = new HashMap<>();
        listed.keySet().forEach(key -> marks.put(key, BucketOffset.UNKNOWN));
        return BucketOffset.of(marks, start).fitsIntoAnOffset();
    }

    /** True for a bucket of which nothing is known and nothing listed. */
    boolean isUntouched(int bucket) {
        return listing.isEmpty(bucket) && keys.isEmpty(bucket);
    }

    /** @param before what was known of the bucket before anything of it was written */
    BucketPlan bucket(int bucket, BucketState before) throws IOException {
        return new BucketPlan(
                before.known(rules.exactlyOnce()), listing.bucket(bucket), this::absent, rules.config(), start);
    }

    boolean exactlyOnce() {
        return rules.exactlyOnce();
    }

    /** Rows that were listed and can be stored, each key once. */
    long rows() {
        return rows;
    }

    /** The same, and those that stay because their parent could not be read. */
    long tableRows() {
        return rows + unread;
    }

    /** False when there are too many keys: then the pass deletes nothing. */
    boolean isTracked() {
        return fits;
    }

    private boolean mayDelete() {
        return rules.config().deletes() != RefreshConfig.Deletes.NONE
                && !keys.isDamaged()
                && !listing.hasUnknownKeys()
                && fits;
    }

    private AbsentRows absent(String key) {
        if (fetched.unread().cover(key)) {
            return AbsentRows.KEEP;
        }
        return absent == AbsentRows.DELETE && fetched.pieces().mayLack(key) ? AbsentRows.DEFER : absent;
    }

    private AbsentRows decide() {
        return isSuspicious() ? AbsentRows.DEFER : AbsentRows.DELETE;
    }

    private boolean isSuspicious() {
        // Before the first complete pass there is no number of rows to compare with.
        long known = Math.max(keys.lastPass().rows(), 0);
        long before = known > 0 ? known : firstAbsent + present + unread;
        return firstAbsent > 0
                && (present + unread == 0
                        || firstAbsent / (double) before > rules.config().maxDeleteFraction());
    }
}
