package io.cioconnect.refresh;

import io.cioconnect.offset.BucketOffset;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.offset.StoredOffsets;
import io.cioconnect.offset.UnreadableOffsetException;
import io.cioconnect.refresh.BucketState.Hashes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one table that are believed to be in its topic, with hashes of their content. Kept as offsets, because that is small, and
 * unpacked bucket by bucket. Never less than the topic holds, with two exceptions: what a crash kept Connect from storing, and what does
 * not fit into an offset. The refresh thread only.
 */
final class KeySet {
    private static final Logger log = LoggerFactory.getLogger(KeySet.class);

    private final String table;
    private final List<SourcePartition> partitions = new ArrayList<>();
    private final List<Map<String, String>> partitionMaps = new ArrayList<>(); // each record has one
    private final SourcePartition passPartition;
    private final BucketState[] buckets = new BucketState[SourcePartition.BUCKETS];
    private long commitsAtLastPass = -1; // what was loaded is stored
    private PassOffset lastPass = PassOffset.none();

    /** A worker that counts as dead may still write rows of the pass that it was in. */
    private boolean mayBeOverwritten;

    private final Map<String, String> damaged = new TreeMap<>();
    private final List<Integer> lost = new ArrayList<>();

    private KeySet(String table, String topic) {
        this.table = table;
        this.passPartition = SourcePartition.ofPass(table, topic);
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            partitions.add(SourcePartition.ofBucket(bucket, table, topic));
            partitionMaps.add(partitions.get(bucket).toMap());
        }
        Arrays.fill(buckets, BucketState.EMPTY);
    }

    static KeySet load(StoredOffsets stored, String table, String topic) {
        var keys = new KeySet(table, topic);
        keys.loadPass(stored);
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            keys.loadBucket(bucket, stored);
        }
        keys.report();
        return keys;
    }

    private void loadPass(StoredOffsets stored) {
        try {
            Map<String, Object> offset = stored.of(passPartition).orElse(Map.of());
            lastPass = offset.isEmpty() ? PassOffset.none() : PassOffset.fromMap(offset);
        } catch (UnreadableOffsetException e) {
            damaged.put("the last pass", String.valueOf(e.getMessage()));
        }
    }

    private void loadBucket(int bucket, StoredOffsets stored) {
        PassOffset.Bucket after = lastPass.buckets().get(bucket);
        BucketOffset keys = BucketOffset.EMPTY;
        try {
            Map<String, Object> offset = stored.of(partitions.get(bucket)).orElse(Map.of());
            keys = offset.isEmpty() ? BucketOffset.EMPTY : BucketOffset.fromMap(offset);
            if (offset.isEmpty() && after.crc() != BucketOffset.EMPTY.crc()) {
                lost.add(bucket);
            }
        } catch (UnreadableOffsetException e) {
            damaged.put("bucket " + bucket, String.valueOf(e.getMessage()));
        }
        // Marker and buckets are stored one by one. Only what fits together is from one and the same pass.
        boolean fits = keys.crc() == after.crc();
        mayBeOverwritten |= !fits;
        Hashes hashes = !fits ? Hashes.SUSPECT : after.exact() ? Hashes.EXACT : Hashes.STALE;
        buckets[bucket] = new BucketState(keys, hashes, fits ? after.deferred() : new BitSet(), new BitSet());
    }

    private void report() {
        if (!damaged.isEmpty()) {
            log.warn(
                    "Table {}: stored offsets cannot be read: {}. The next complete pass deletes nothing",
                    table,
                    damaged);
        }
        if (!lost.isEmpty()) {
            log.warn(
                    "Table {}: the offsets of buckets {} are gone. Their rows that vanished since the last pass are not deleted. With"
                            + " refresh.emit=all, the next complete pass leaves them an older _synced_at",
                    table,
                    lost);
        }
    }

    /** True from a start with unreadable offsets to the end of the next complete pass. */
    boolean isDamaged() {
        return !damaged.isEmpty();
    }

    /** Stored parts that were unreadable or missing at the start. */
    int stateLost() {
        return damaged.size() + lost.size();
    }

    /** A pass may have begun after everything here was stored. */
    void suspectHashes() {
        mayBeOverwritten |= isAnythingStored();
        replaceAll(bucket -> bucket.hashes() == Hashes.EXACT ? bucket.with(Hashes.SUSPECT) : bucket);
    }

    /** False at the first start of a table, when there is no earlier owner who could write late. */
    private boolean isAnythingStored() {
        return !lastPass.startedAt().equals(Instant.EPOCH) || size() > 0 || stateLost() > 0;
    }

    /** The next pass writes every row again. Keys stay known. */
    void writeAllAgain() {
        replaceAll(bucket -> bucket.with(Hashes.STALE));
    }

    private void replaceAll(UnaryOperator<BucketState> replacement) {
        Arrays.asList(buckets).replaceAll(replacement);
    }

    /** The last complete pass that Connect stored or this task made. */
    PassOffset lastPass() {
        return lastPass;
    }

    /** How many keys are known. */
    long size() {
        return Arrays.stream(buckets)
                .mapToLong(bucket -> bucket.offset().size())
                .sum();
    }

    /** Keys whose delete waits for the next complete pass. */
    long deferredCount() {
        return Arrays.stream(buckets)
                .mapToLong(bucket -> bucket.deferred().cardinality())
                .sum();
    }

    Map<String, String> partition(int bucket) {
        return partitionMaps.get(bucket);
    }

    Map<String, String> passPartition() {
        return passPartition.toMap();
    }

    boolean isEmpty(int bucket) {
        return buckets[bucket].offset().size() == 0;
    }

    BucketState bucket(int bucket) {
        return buckets[bucket];
    }

    /** The bucket's records were written up to where this offset is true. */
    void wrote(int bucket, BucketOffset offset) {
        buckets[bucket] = buckets[bucket].written(offset);
    }

    /**
     * A complete list has these keys: an absence before it does not count any more.
     *
     * @param known those of the bucket's offset
     */
    void listed(int bucket, Set<String> keys, Map<String, Long> known) {
        buckets[bucket] = buckets[bucket].listed(keys, known);
    }

    /**
     * True when a key has reappeared whose absence may be stored. Until its return is stored too, a crash would bring the absence back.
     *
     * @param commits of offsets so far
     */
    boolean hasStoredAbsenceUndone(long commits) {
        return commits > commitsAtLastPass
                && Arrays.stream(buckets)
                        .anyMatch(bucket -> !bucket.reappeared().isEmpty());
    }

    /** In what state a pass that ends now leaves the buckets. */
    List<PassOffset.Bucket> bucketsAfter(List<BitSet> nowDeferred, boolean exactlyOnce) {
        List<PassOffset.Bucket> after = new ArrayList<>();
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            BucketState state = buckets[bucket];
            after.add(new PassOffset.Bucket(
                    state.offset().crc(),
                    state.isExact(exactlyOnce) && (exactlyOnce || !mayBeOverwritten),
                    nowDeferred.get(bucket)));
        }
        return after;
    }

    /**
     * The pass is complete: its marker is written.
     *
     * @param commits of offsets before it wrote anything
     */
    void completed(PassOffset pass, List<BitSet> nowDeferred, long commits) {
        commitsAtLastPass = commits;
        lastPass = pass;
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            buckets[bucket] = buckets[bucket].withDeferred(nowDeferred.get(bucket));
        }
        damaged.clear();
        if (mayBeOverwritten) { // the next pass writes all this once more, as it does deletes
            mayBeOverwritten = false;
            replaceAll(bucket -> bucket.hashes() == Hashes.EXACT ? bucket.with(Hashes.SUSPECT) : bucket);
        }
    }
}
