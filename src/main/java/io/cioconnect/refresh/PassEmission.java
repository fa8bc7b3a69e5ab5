package io.cioconnect.refresh;

import io.cioconnect.offset.BucketOffset;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.schema.RowException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the rows and deletes of one pass, in an order that leaves the stored offsets true wherever it is cut off.
 *
 * <p>Connect stores the offset of a record once this record and all before it in its source partition are in Kafka, each partition by
 * itself and at times of its own choosing. All records of a bucket are in one partition. First every bucket writes all its records but
 * the last, with an offset of old and new keys together. When the outcome of all these is known, every bucket writes its last record, whose
 * offset says what is in the topic then. A bucket with a single record has that offset on it at once. The marker comes after all this.
 *
 * <p>The refresh thread only.
 */
final class PassEmission {
    private final KeySet keys;
    private final PassPlan plan;
    private final Listing listing;
    private final PassWriter records;
    private final BitSet opened = new BitSet();
    private long changed;
    private long deleted;
    private final List<Set<String>> deferred = new ArrayList<>();

    PassEmission(KeySet keys, PassPlan plan, Listing listing, PassWriter records) {
        this.keys = keys;
        this.plan = plan;
        this.listing = listing;
        this.records = records;
    }

    /** Returns when the outcome of every record is known. The key set is true in any case, also when this throws. */
    void run() throws InterruptedException, IOException, RowException, PassFailedException {
        boolean done = false;
        try {
            for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
                open(bucket);
            }
            records.outcomes().awaitAll();
            Set<RowOperation> filtered = records.outcomes().filtered();
            for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
                settle(bucket, filtered);
            }
            records.outcomes().awaitAll();
            done = true;
        } finally {
            remember(done);
        }
    }

    /** New and changed rows. */
    long changed() {
        return changed;
    }

    /** Keys whose delete is in Kafka. */
    long deleted() {
        return deleted;
    }

    /** The keys of each bucket whose delete is put off to the next complete pass. */
    List<Set<String>> deferred() {
        return deferred;
    }

    private void open(int bucket) throws InterruptedException, IOException, RowException, PassFailedException {
        BucketPlan bucketPlan = plan.bucket(bucket);
        List<RowOperation> operations = bucketPlan.operations();
        if (operations.size() > 1) {
            opened.set(bucket);
            put(bucket, operations.subList(0, operations.size() - 1), bucketPlan.open());
        }
    }

    private void settle(int bucket, Set<RowOperation> filtered)
            throws InterruptedException, IOException, RowException, PassFailedException {
        BucketPlan bucketPlan = plan.bucket(bucket);
        List<RowOperation> operations = bucketPlan.operations();
        if (!operations.isEmpty()) {
            opened.set(bucket);
            put(bucket, operations.subList(operations.size() - 1, operations.size()), bucketPlan.settled(filtered));
        }
    }

    private void put(int bucket, List<RowOperation> operations, BucketOffset offset)
            throws InterruptedException, IOException, RowException, PassFailedException {
        Map<String, String> partition = keys.partition(bucket);
        Map<String, Object> value = offset.toMap();
        for (RowOperation operation : operations) {
            records.put(operation, listing.bucket(bucket), partition, value);
        }
    }

    /** Buckets without a record keep their offset, since nothing could store another. */
    private void remember(boolean done) {
        Set<RowOperation> filtered = records.outcomes().filtered();
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            BucketPlan bucketPlan = plan.bucket(bucket);
            changed += bucketPlan.changed();
            deferred.add(bucketPlan.deferred());
            deleted += bucketPlan.deleted(filtered);
            if (opened.get(bucket)) {
                keys.wrote(bucket, done ? bucketPlan.settled(filtered) : bucketPlan.open());
            }
        }
    }
}
