package io.cioconnect.refresh;

import io.cioconnect.record.TrackedRecord;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A row, a delete or a marker on its way; tells its pass what became of it. */
final class RowRecord extends TrackedRecord {
    private final RowOperation operation;
    private final Outcomes outcomes;
    private final int estimatedBytes;

    /** @param value null for a tombstone, which has no value schema either */
    RowRecord(
            Map<String, String> partition,
            Map<String, Object> offset,
            RowOperation operation,
            Outcomes outcomes,
            String topic,
            Struct key,
            @Nullable Struct value,
            long timestamp,
            int estimatedBytes) {
        super(partition, offset, topic, key.schema(), key, value == null ? null : value.schema(), value, timestamp);
        this.operation = operation;
        this.outcomes = outcomes;
        this.estimatedBytes = estimatedBytes;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    @Override
    public void acknowledged(int partition, long offset) {
        outcomes.acknowledged();
    }

    @Override
    public void filtered() {
        outcomes.filtered(operation);
    }

    @Override
    public void failed() {
        outcomes.failed();
    }

    @Override
    public boolean isRow() {
        return true;
    }

    @Override
    public int estimatedBytes() {
        return estimatedBytes;
    }
}
