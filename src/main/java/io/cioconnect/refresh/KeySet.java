package io.cioconnect.refresh;

import io.cioconnect.offset.BucketOffset;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.offset.StoredOffsets;
import io.cioconnect.offset.UnreadableOffsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one table that are believed to be in its topic, with hashes of their content. Kept as offsets, because that is small, and
 * unpacked bucket by bucket. Never less than the topic holds, with one exception: what a crash kept Connect from storing.
 * The refresh thread only.
 */
final class KeySet {
    private static final Logger log = LoggerFactory.getLogger(KeySet.class);

    /** How far hashes are to be believed. Keys are believed in any case. */
    private enum Hashes {
        EXACT,
        /** In at-least-once mode a pass may have written rows after these were stored. */
        SUSPECT,
        /** Rows were written after these. */
        STALE
    }

    private final String table;
    private final List<SourcePartition> partitions = new ArrayList<>();
    private final SourcePartition passPartition;
    private final BucketOffset[] buckets = new BucketOffset[SourcePartition.BUCKETS];
    private final Hashes[] hashes = new Hashes[SourcePartition.BUCKETS];
    private final List<Set<String>> deferred = new ArrayList<>();
    private final List<Set<String>> reappeared = new ArrayList<>();
    private long commitsAtLastPass = -1; // what was loaded is stored
    private PassOffset lastPass = PassOffset.none();
    private final Map<String, String> damaged = new TreeMap<>();
    private final List<Integer> lost = new ArrayList<>();

    private KeySet(String table, String topic) {
        this.table = table;
        this.passPartition = SourcePartition.ofPass(table, topic);
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            partitions.add(SourcePartition.ofBucket(bucket, table, topic));
            deferred.add(Set.of());
            reappeared.add(new HashSet<>());
        }
        Arrays.fill(buckets, BucketOffset.EMPTY);
        Arrays.fill(hashes, Hashes.EXACT);
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
            damaged.put("the last pass", e.getMessage());
        }
    }

    private void loadBucket(int bucket, StoredOffsets stored) {
        PassOffset.Bucket after = lastPass.buckets().get(bucket);
        try {
            Map<String, Object> offset = stored.of(partitions.get(bucket)).orElse(Map.of());
            buckets[bucket] = offset.isEmpty() ? BucketOffset.EMPTY : BucketOffset.fromMap(offset);
            if (offset.isEmpty() && after.crc() != BucketOffset.EMPTY.crc()) {
                lost.add(bucket);
            }
        } catch (UnreadableOffsetException e) {
            damaged.put("bucket " + bucket, e.getMessage());
        }
        // Marker and buckets are stored one by one. Only what fits together is from one and the same pass.
        boolean fits = buckets[bucket].crc() == after.crc();
        deferred.set(bucket, fits ? keysAt(buckets[bucket], after.deferred()) : Set.of());
        boolean stale = !lastPass.tracked() || (fits && !after.exact());
        hashes[bucket] = stale ? Hashes.STALE : fits ? Hashes.EXACT : Hashes.SUSPECT;
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
                    "Table {}: the offsets of buckets {} are gone. Their rows that vanished meanwhile are not deleted",
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
        for (int bucket = 0; bucket < hashes.length; bucket++) {
            if (hashes[bucket] == Hashes.EXACT) {
                hashes[bucket] = Hashes.SUSPECT;
            }
        }
    }

    /** The last complete pass that Connect stored or this task made. */
    PassOffset lastPass() {
        return lastPass;
    }

    /** Keys whose delete waits for the next complete pass. */
    long deferredCount() {
        return deferred.stream().mapToLong(Set::size).sum();
    }

    Map<String, String> partition(int bucket) {
        return partitions.get(bucket).toMap();
    }

    Map<String, String> passPartition() {
        return passPartition.toMap();
    }

    /** @param exactlyOnce offsets are committed together with records, so that none can be older than the topic */
    KnownBucket bucket(int bucket, boolean exactlyOnce) {
        return new KnownBucket(
                buckets[bucket].hashes(), deferred.get(bucket), reappeared.get(bucket), isExact(bucket, exactlyOnce));
    }

    /** The bucket's records were written up to where this offset is true. */
    void wrote(int bucket, BucketOffset offset) {
        buckets[bucket] = offset;
        hashes[bucket] = Hashes.EXACT;
    }

    /** A complete list has these keys: an absence before it does not count any more. */
    void listed(int bucket, Set<String> keys) {
        Set<String> back = reappeared.get(bucket);
        back.addAll(deferred.get(bucket));
        buckets[bucket].hashes().forEach((key, hash) -> {
            if (hash == BucketOffset.DELETE_PENDING) {
                back.add(key);
            }
        });
        back.retainAll(keys);
        if (!deferred.get(bucket).isEmpty()) {
            Set<String> stillHeld = new HashSet<>(deferred.get(bucket));
            stillHeld.removeAll(keys);
            deferred.set(bucket, stillHeld);
        }
    }

    /**
     * True when a key is listed again whose absence may be stored: until it is stored that it was listed, a crash would bring the absence
     * back.
     *
     * @param commits of offsets so far
     */
    boolean hasStoredAbsenceUndone(long commits) {
        return commits > commitsAtLastPass && reappeared.stream().anyMatch(keys -> !keys.isEmpty());
    }

    /** Rows are written that are not remembered here. */
    void overtaken() {
        lastPass = lastPass.untracked();
        Arrays.fill(hashes, Hashes.STALE);
    }

    /** In what state a pass that ends now leaves the buckets. */
    List<PassOffset.Bucket> bucketsAfter(List<Set<String>> nowDeferred, boolean exactlyOnce) {
        List<PassOffset.Bucket> after = new ArrayList<>();
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            BucketOffset offset = buckets[bucket];
            BitSet positions = positions(offset, nowDeferred.get(bucket));
            after.add(new PassOffset.Bucket(offset.crc(), isExact(bucket, exactlyOnce), positions));
        }
        return after;
    }

    /**
     * The pass is complete: its marker is written.
     *
     * @param commits of offsets so far
     */
    void completed(PassOffset pass, List<Set<String>> nowDeferred, long commits) {
        commitsAtLastPass = commits;
        lastPass = pass;
        Collections.copy(deferred, nowDeferred);
        reappeared.forEach(Set::clear);
        damaged.clear();
    }

    private boolean isExact(int bucket, boolean exactlyOnce) {
        return hashes[bucket] == Hashes.EXACT || (hashes[bucket] == Hashes.SUSPECT && exactlyOnce);
    }

    private static Set<String> keysAt(BucketOffset offset, BitSet positions) {
        if (positions.isEmpty()) {
            return Set.of();
        }
        Set<String> keys = new HashSet<>();
        int position = 0;
        for (String key : offset.hashes().keySet()) {
            if (positions.get(position++)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static BitSet positions(BucketOffset offset, Set<String> keys) {
        BitSet positions = new BitSet();
        if (!keys.isEmpty()) {
            SortedMap<String, Long> all = offset.hashes();
            int position = 0;
            for (String key : all.keySet()) {
                positions.set(position++, keys.contains(key));
            }
        }
        return positions;
    }
}
