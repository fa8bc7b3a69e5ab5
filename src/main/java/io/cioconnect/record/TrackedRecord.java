package io.cioconnect.record;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that is told what became of it. Equality is identity: Connect's exactly-once task keeps records in hash maps, and two
 * records of the same content are two records. At most one of {@link #acknowledged}, {@link #filtered} and {@link #failed} is called
 * for a record that was handed over, from any thread; none of them may block.
 */
public abstract class TrackedRecord extends SourceRecord {
    protected TrackedRecord(
            Map<String, ?> sourcePartition,
            Map<String, ?> sourceOffset,
            String topic,
            Schema keySchema,
            Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            long timestamp) {
        super(sourcePartition, sourceOffset, topic, null, keySchema, key, valueSchema, value, timestamp);
    }

    /** Last call before hand-over, on the poll thread; false takes the record out because nobody waits for it any more. */
    public boolean claim() {
        return true;
    }

    /** Kafka has it, there: acknowledged by all replicas, or its transaction was committed. */
    public abstract void acknowledged(int partition, long offset);

    /** A transform filtered it, or the operator's errors.tolerance=all skipped it: it is not in Kafka, on purpose. */
    public abstract void filtered();

    /** It was handed over and is not in Kafka. */
    public abstract void failed();

    /** True for what travels in the rows lane, whose bounds hold until the record's outcome is known. */
    public abstract boolean isRow();

    /** Size by estimate, in bytes, for the bounds of the queue. */
    public abstract int estimatedBytes();

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(this);
    }

    /** Without key, value and offset: Connect logs records. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "{topic=" + topic() + "}";
    }
}
