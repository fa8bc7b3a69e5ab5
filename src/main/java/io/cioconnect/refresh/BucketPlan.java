package io.cioconnect.refresh;

import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.offset.BucketOffset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a pass does with one bucket. Pure: the same input gives the same plan, so it is made again whenever it is needed. */
final class BucketPlan {
    private final KnownBucket known;
    private final Map<String, RowRef> listed;
    private final Deletes mode;
    private final Instant start;
    private final Set<String> rows = new TreeSet<>();
    private final Set<String> deletes = new TreeSet<>();
    private final Set<String> deferred = new TreeSet<>();
    private int changed;

    BucketPlan(KnownBucket known, Map<String, RowRef> listed, AbsentRows absent, RefreshConfig config, Instant start) {
        this.known = known;
        this.listed = listed;
        this.mode = config.deletes();
        this.start = start;
        listed.forEach((key, row) -> {
            boolean same = known.hasContent(key, row.hash());
            changed += same ? 0 : 1;
            if (!same || !known.isExact() || known.isReappeared(key) || config.emit() == RefreshConfig.Emit.ALL) {
                rows.add(key);
            }
        });
        known.hashes().keySet().stream().filter(key -> !listed.containsKey(key)).forEach(key -> decide(key, absent));
    }

    private void decide(String key, AbsentRows absent) {
        switch (absent) {
            case DEFER -> (known.wasAbsent(key) ? deletes : deferred).add(key);
            case DELETE -> deletes.add(key);
            case KEEP -> {}
        }
    }

    /** The records of this bucket in order: all rows, then the deletes. */
    List<RowOperation> operations() {
        List<RowOperation> operations = new ArrayList<>();
        rows.forEach(key -> operations.add(new RowOperation(RowOperation.Kind.ROW, key)));
        for (String key : deletes) {
            if (mode != Deletes.TOMBSTONE) {
                operations.add(new RowOperation(RowOperation.Kind.FLAG, key));
            }
            if (mode != Deletes.FLAG) {
                operations.add(new RowOperation(RowOperation.Kind.TOMBSTONE, key));
            }
        }
        return operations;
    }

    /** New and changed rows, whether or not they become records. */
    int changed() {
        return changed;
    }

    /** Keys whose delete is put off to the next complete pass. */
    Set<String> deferred() {
        return deferred;
    }

    /** Deletes that took effect. */
    long deleted(Set<RowOperation> filtered) {
        return deletes.stream().filter(key -> !isFiltered(key, filtered)).count();
    }

    /**
     * What may be in the topic from the first record of the bucket to the last: old and new keys, of which those that this pass writes
     * or deletes have no known content.
     */
    BucketOffset open() {
        SortedMap<String, Long> hashes = kept();
        deletes.forEach(key -> hashes.put(key, BucketOffset.DELETE_PENDING));
        listed.forEach((key, row) -> {
            boolean same = known.isExact() && known.hasContent(key, row.hash());
            hashes.put(key, same ? row.hash() : BucketOffset.UNKNOWN);
        });
        return BucketOffset.of(hashes, start);
    }

    /**
     * What is in the topic when all records of the bucket but the filtered ones are. A filtered row is not remembered as written, and the
     * key of a filtered delete stays.
     */
    BucketOffset settled(Set<RowOperation> filtered) {
        SortedMap<String, Long> hashes = kept();
        deletes.stream()
                .filter(key -> isFiltered(key, filtered))
                .forEach(key -> hashes.put(key, BucketOffset.DELETE_PENDING));
        listed.forEach((key, row) -> {
            if (!rows.contains(key) || !filtered.contains(new RowOperation(RowOperation.Kind.ROW, key))) {
                hashes.put(key, row.hash());
            } else if (known.contains(key)) {
                hashes.put(key, BucketOffset.UNKNOWN);
            }
        });
        return BucketOffset.of(hashes, start);
    }

    /** At least as large as any offset of this bucket in this pass. */
    BucketOffset largest() {
        SortedMap<String, Long> hashes = new TreeMap<>(known.hashes());
        listed.forEach((key, row) -> hashes.put(key, row.hash()));
        return BucketOffset.of(hashes, start);
    }

    /** The known keys that this pass neither lists nor deletes. */
    private SortedMap<String, Long> kept() {
        SortedMap<String, Long> hashes = new TreeMap<>();
        for (String key : known.hashes().keySet()) {
            if (!listed.containsKey(key) && !deletes.contains(key)) {
                hashes.put(key, known.keptHash(key));
            }
        }
        return hashes;
    }

    /** The flag row that goes before a tombstone may be filtered: the tombstone decides. */
    private boolean isFiltered(String deletedKey, Set<RowOperation> filtered) {
        RowOperation.Kind decisive = mode == Deletes.FLAG ? RowOperation.Kind.FLAG : RowOperation.Kind.TOMBSTONE;
        return filtered.contains(new RowOperation(decisive, deletedKey));
    }
}
