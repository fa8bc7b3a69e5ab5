package io.cioconnect.refresh;

import io.cioconnect.offset.BucketOffset;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.sync.PassFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows and deletes of one pass, in an order that leaves the stored offsets true wherever it is cut off.
 *
 * <p>Connect stores the offset of a record once this record and all before it in its source partition are in Kafka, each partition by
 * itself and at times of its own choosing. All records of a bucket are in one partition. First every bucket writes all its records but
 * the last, with an offset of old and new keys together. When the outcome of all these is known, every bucket writes its last record, whose
 * offset says what is in the topic then. A bucket with a single record has that offset on it at once. The marker comes after all this.
 *
 * <p>A bucket is planned once, and only what its last record needs is kept. It is planned again only where a record was filtered.
 *
 * <p>The refresh thread only.
 */
final class PassEmission {
    private final KeySet keys;
    private final Pass pass;
    private final PassPlan plan;
    private final PassWriter records;
    private final List<@Nullable Open> buckets = new ArrayList<>();
    private int numbers;
    private long changed;
    private long deleted;
    private final List<BitSet> deferredAt = new ArrayList<>();

    /**
     * A bucket whose last record is not written yet.
     *
     * @param before what was known of it before the pass
     * @param first number of its first record
     * @param settled its offset if nothing is filtered
     */
    private record Open(
            BucketState before,
            int first,
            int records,
            RowOperation last,
            @Nullable RowRef row,
            BucketOffset settled) {}

    PassEmission(Pass pass, KeySet keys, PassPlan plan, PassWriter records) {
        this.pass = pass;
        this.keys = keys;
        this.plan = plan;
        this.records = records;
    }

    /** Returns when the outcome of every record is known. The key set is true in any case, also when this throws. */
    void run() throws InterruptedException, IOException, PassFailedException {
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            deferredAt.add(new BitSet());
            buckets.add(plan.isUntouched(bucket) ? null : open(bucket));
        }
        pass.awaitAll();
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            settle(bucket);
        }
        pass.awaitAll();
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            remember(bucket);
        }
    }

    /** New and changed rows. */
    long changed() {
        return changed;
    }

    /** Keys whose first delete is in Kafka. */
    long deleted() {
        return deleted;
    }

    /** For each bucket the positions, among its keys, of those whose delete is put off to the next complete pass. */
    List<BitSet> deferred() {
        return deferredAt;
    }

    private @Nullable Open open(int bucket) throws InterruptedException, IOException, PassFailedException {
        BucketState before = keys.bucket(bucket);
        BucketPlan bucketPlan = plan.bucket(bucket, before);
        changed += bucketPlan.changed();
        deleted += bucketPlan.deleted(new BitSet());
        List<RowOperation> operations = bucketPlan.operations();
        if (operations.isEmpty()) {
            deferredAt.set(bucket, BucketState.positions(before.offset(), bucketPlan.deferred()));
            return null;
        }
        int first = numbers;
        numbers += operations.size();
        BucketOffset offset = bucketPlan.open();
        keys.wrote(bucket, offset);
        Map<String, Object> value = offset.toMap();
        int last = operations.size() - 1;
        for (int i = 0; i < last; i++) {
            RowOperation operation = operations.get(i);
            records.put(bucket, operation, ref(operation, bucketPlan), first + i, keys.partition(bucket), value);
        }
        BucketOffset settled = bucketPlan.settled(new BitSet());
        deferredAt.set(bucket, BucketState.positions(settled, bucketPlan.deferred()));
        RowOperation operation = operations.get(last);
        return new Open(before, first, operations.size(), operation, ref(operation, bucketPlan), settled);
    }

    private static @Nullable RowRef ref(RowOperation operation, BucketPlan plan) {
        return operation.kind() == RowOperation.Kind.ROW ? plan.row(operation.key()) : null;
    }

    private void settle(int bucket) throws InterruptedException, IOException, PassFailedException {
        Open open = buckets.get(bucket);
        if (open != null) {
            BitSet filtered = pass.outcomes().filtered(open.first, open.records);
            BucketOffset settled = filtered.isEmpty()
                    ? open.settled
                    : plan.bucket(bucket, open.before).settled(filtered);
            int number = open.first + open.records - 1;
            records.put(bucket, open.last, open.row, number, keys.partition(bucket), settled.toMap());
        }
    }

    /** Buckets without a record keep their offset, since nothing could store another. */
    private void remember(int bucket) throws IOException {
        Open open = buckets.get(bucket);
        if (open != null) {
            BitSet filtered = pass.outcomes().filtered(open.first, open.records);
            if (filtered.isEmpty()) {
                keys.wrote(bucket, open.settled);
            } else {
                BucketPlan bucketPlan = plan.bucket(bucket, open.before);
                deleted += bucketPlan.deleted(filtered) - bucketPlan.deleted(new BitSet());
                BucketOffset settled = bucketPlan.settled(filtered);
                deferredAt.set(bucket, BucketState.positions(settled, bucketPlan.deferred()));
                keys.wrote(bucket, settled);
            }
        }
    }
}
