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
 * the last, with an offset of old and new keys together. When the fate of all these is known, every bucket writes its last record, whose
 * offset says what is in the topic then. A bucket with a single record has that offset on it at once. The marker comes after all this.
 *
 * <p>The refresh thread only.
 */
final class PassEmission {
    private final KeySet keys;
    private final PassPlan plan;
    private final Listing listing;
    private final PassRecords records;
    private final BitSet opened = new BitSet();
    private long changed;
    private long deleted;
    private final List<Set<String>> held = new ArrayList<>();

    PassEmission(KeySet keys, PassPlan plan, Listing listing, PassRecords records) {
        this.keys = keys;
        this.plan = plan;
        this.listing = listing;
        this.records = records;
    }

    /** Returns when the fate of every record is known. The key set is true in any case, also when this throws. */
    void run() throws InterruptedException, IOException, RowException, PassFailedException {
        boolean done = false;
        try {
            for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
                open(bucket);
            }
            records.outcomes().awaitAll();
            Set<Step> dropped = records.outcomes().dropped();
            for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
                settle(bucket, dropped);
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
    List<Set<String>> held() {
        return held;
    }

    private void open(int bucket) throws InterruptedException, IOException, RowException, PassFailedException {
        BucketPlan bucketPlan = plan.bucket(bucket);
        List<Step> steps = bucketPlan.steps();
        if (steps.size() > 1) {
            opened.set(bucket);
            put(bucket, steps.subList(0, steps.size() - 1), bucketPlan.open());
        }
    }

    private void settle(int bucket, Set<Step> dropped)
            throws InterruptedException, IOException, RowException, PassFailedException {
        BucketPlan bucketPlan = plan.bucket(bucket);
        List<Step> steps = bucketPlan.steps();
        if (!steps.isEmpty()) {
            opened.set(bucket);
            put(bucket, steps.subList(steps.size() - 1, steps.size()), bucketPlan.settled(dropped));
        }
    }

    private void put(int bucket, List<Step> steps, BucketOffset offset)
            throws InterruptedException, IOException, RowException, PassFailedException {
        Map<String, String> partition = keys.partition(bucket);
        Map<String, Object> value = offset.toMap();
        for (Step step : steps) {
            records.put(step, listing.bucket(bucket), partition, value);
        }
    }

    /** Buckets without a record keep their offset, since nothing could store another. */
    private void remember(boolean done) {
        Set<Step> dropped = records.outcomes().dropped();
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            BucketPlan bucketPlan = plan.bucket(bucket);
            changed += bucketPlan.changed();
            held.add(bucketPlan.held());
            deleted += bucketPlan.deleted(dropped);
            if (opened.get(bucket)) {
                keys.wrote(bucket, done ? bucketPlan.settled(dropped) : bucketPlan.open());
            }
        }
    }
}
