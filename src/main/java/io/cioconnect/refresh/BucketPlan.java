package io.cioconnect.refresh;

import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.offset.BucketOffset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What a pass does with one bucket. Pure: the same input gives the same plan. Large, so never kept for longer than needed. */
final class BucketPlan {
    private final KnownBucket known;
    private final Map<String, RowRef> listed;
    private final Deletes mode;
    private final Instant start;
    private final Set<String> deletes = new TreeSet<>();
    private final Set<String> deletesAgain = new TreeSet<>();
    private final Set<String> deferred = new TreeSet<>();
    private final Set<String> forgotten = new HashSet<>();
    private final List<RowOperation> operations = new ArrayList<>();
    private int changed;

    /**
     * @param listed in the order of the listing
     * @param absent what becomes of a known key that is not listed
     */
    BucketPlan(
            KnownBucket known,
            Map<String, RowRef> listed,
            Function<String, AbsentRows> absent,
            RefreshConfig config,
            Instant start) {
        this.known = known;
        this.listed = listed;
        this.mode = config.deletes();
        this.start = start;
        planRows(config.emit() == RefreshConfig.Emit.ALL);
        known.hashes().keySet().stream()
                .filter(key -> !listed.containsKey(key))
                .forEach(key -> decide(key, absent.apply(key)));
        deletes.forEach(this::planDelete);
        deletesAgain.forEach(this::planDelete);
    }

    private void planRows(boolean all) {
        listed.forEach((key, row) -> {
            if (row.isStorable()) {
                boolean same = known.hasContent(key, row.hash());
                changed += same ? 0 : 1;
                if (!same || !known.isExact() || known.isReappeared(key) || all) {
                    operations.add(new RowOperation(RowOperation.Kind.ROW, key));
                }
            }
        });
    }

    private void decide(String key, AbsentRows absent) {
        switch (absent) {
            case DEFER -> (known.wasAbsent(key) ? deletes(key) : deferred).add(key);
            case DELETE -> deletes(key).add(key);
            case KEEP -> {}
            case FORGET -> forgotten.add(key);
        }
    }

    private Set<String> deletes(String key) {
        return known.isDeletedOnce(key) ? deletesAgain : deletes;
    }

    private void planDelete(String key) {
        if (mode != Deletes.TOMBSTONE) {
            operations.add(new RowOperation(RowOperation.Kind.FLAG, key));
        }
        if (mode != Deletes.FLAG) {
            operations.add(new RowOperation(RowOperation.Kind.TOMBSTONE, key));
        }
    }

    /** The records of this bucket in order: all rows as they lie in the listing, then the deletes. */
    List<RowOperation> operations() {
        return operations;
    }

    /** Where a listed key's row is. */
    RowRef row(String key) {
        return Objects.requireNonNull(listed.get(key), "only listed rows are written");
    }

    /** New and changed rows, whether or not they become records. */
    int changed() {
        return changed;
    }

    /** Keys whose delete is put off to the next complete pass. */
    Set<String> deferred() {
        return deferred;
    }

    /** Keys whose first delete took effect. */
    long deleted(BitSet filtered) {
        Set<String> undone = filteredKeys(filtered, false);
        return deletes.stream().filter(key -> !undone.contains(key)).count();
    }

    /**
     * What may be in the topic from the first record of the bucket to the last: old and new keys, of which those that this pass writes
     * or deletes have no known content.
     */
    BucketOffset open() {
        Map<String, Long> hashes = kept();
        deletes.forEach(key -> hashes.put(key, BucketOffset.DELETE_PENDING));
        listed.forEach((key, row) -> {
            boolean same = known.isExact() && known.hasContent(key, row.hash());
            put(key, row, same ? row.hash() : BucketOffset.UNKNOWN, hashes);
        });
        deletesAgain.forEach(key -> hashes.put(key, BucketOffset.DELETED));
        return BucketOffset.fitting(hashes, start);
    }

    /**
     * What is in the topic when all records of the bucket but the filtered ones are. A filtered row is not remembered as written, and the
     * key of a filtered delete stays. That of a delete stays too, until a second pass has written the delete.
     *
     * @param filtered positions among the operations
     */
    BucketOffset settled(BitSet filtered) {
        Map<String, Long> hashes = kept();
        Set<String> filteredRows = filteredKeys(filtered, true);
        Set<String> filteredDeletes = filteredKeys(filtered, false);
        listed.forEach((key, row) -> {
            if (!filteredRows.contains(key)) {
                put(key, row, row.hash(), hashes);
            } else if (known.contains(key)) {
                hashes.put(key, BucketOffset.UNKNOWN);
            }
        });
        deletes.forEach(key ->
                hashes.put(key, filteredDeletes.contains(key) ? BucketOffset.DELETE_PENDING : BucketOffset.DELETED));
        deletesAgain.stream().filter(filteredDeletes::contains).forEach(key -> hashes.put(key, BucketOffset.DELETED));
        return BucketOffset.fitting(hashes, start);
    }

    /** The topic may hold an older content of a row that cannot be stored. */
    private void put(String key, RowRef row, long hash, Map<String, Long> hashes) {
        if (row.isStorable()) {
            hashes.put(key, hash);
        } else if (known.contains(key)) {
            hashes.put(key, BucketOffset.UNKNOWN);
        }
    }

    /** The known keys that this pass neither deletes nor forgets. Those that it does not list come first: they must fit into the offset. */
    private Map<String, Long> kept() {
        Map<String, Long> hashes = new LinkedHashMap<>();
        for (String key : known.hashes().keySet()) {
            if (!listed.containsKey(key)
                    && !deletes.contains(key)
                    && !deletesAgain.contains(key)
                    && !forgotten.contains(key)) {
                hashes.put(key, known.keptHash(key));
            }
        }
        known.hashes().keySet().stream()
                .filter(listed::containsKey)
                .forEach(key -> hashes.put(key, BucketOffset.UNKNOWN));
        return hashes;
    }

    /** The flag row that goes before a tombstone may be filtered: the tombstone decides. */
    private Set<String> filteredKeys(BitSet filtered, boolean ofRows) {
        if (filtered.isEmpty()) {
            return Collections.emptySet();
        }
        RowOperation.Kind decisive = ofRows
                ? RowOperation.Kind.ROW
                : mode == Deletes.FLAG ? RowOperation.Kind.FLAG : RowOperation.Kind.TOMBSTONE;
        Set<String> keys = new HashSet<>();
        filtered.stream()
                .mapToObj(operations::get)
                .filter(operation -> operation.kind() == decisive)
                .forEach(operation -> keys.add(operation.key()));
        return keys;
    }
}
