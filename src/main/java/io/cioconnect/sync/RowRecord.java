package io.cioconnect.sync;

import io.cioconnect.record.DeadLetter;
import io.cioconnect.record.TrackedRecord;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A row, a delete, a dead letter or a marker on its way; tells its group what became of it. */
public final class RowRecord extends TrackedRecord {
    /** In place of a number: such a record is only counted by its group. */
    public static final int UNNUMBERED = -1;

    /** Estimate of what a record takes beside its row, in bytes: key, schema and whatever else. */
    public static final int BYTES_BESIDE_ROW = 512;

    private final RecordGroup group;
    private final int number;
    private final int estimatedBytes;

    /**
     * @param number of the record among those of its group, or {@link #UNNUMBERED}
     * @param value null for a tombstone, which has no value schema either
     */
    public RowRecord(
            RecordGroup group,
            Map<String, String> partition,
            Map<String, Object> offset,
            int number,
            String topic,
            Struct key,
            @Nullable Struct value,
            int estimatedBytes) {
        super(
                partition,
                offset,
                topic,
                key.schema(),
                key,
                value == null ? null : value.schema(),
                value,
                group.start().toEpochMilli());
        this.group = group;
        this.number = number;
        this.estimatedBytes = estimatedBytes;
    }

    /** What tells of a complete pass or window. */
    public static RowRecord marker(
            RecordGroup group,
            Map<String, String> partition,
            Map<String, Object> offset,
            String refreshesTopic,
            PassMarker marker) {
        PassMarker.Schemas schemas = PassMarker.Schemas.of(refreshesTopic);
        return new RowRecord(
                group,
                partition,
                offset,
                UNNUMBERED,
                refreshesTopic,
                marker.key(schemas),
                marker.value(schemas),
                BYTES_BESIDE_ROW);
    }

    /** A row that cannot be stored. */
    public static RowRecord deadLetter(
            RecordGroup group, Map<String, String> partition, Map<String, Object> offset, DeadLetter letter) {
        return new RowRecord(
                group,
                partition,
                offset,
                UNNUMBERED,
                letter.topic(),
                letter.key(),
                letter.value(),
                BYTES_BESIDE_ROW + letter.bodyBytes());
    }

    /** Of its group. */
    public Outcomes outcomes() {
        return group.outcomes();
    }

    /** What was read too long ago is not written any more: meanwhile another task may have written something newer. */
    @Override
    public boolean claim() {
        if (group.isOutdated()) {
            group.outcomes().failed();
            return false;
        }
        return true;
    }

    @Override
    public void acknowledged(int partition, long offset) {
        if (number == UNNUMBERED) {
            group.outcomes().done();
        } else {
            group.outcomes().acknowledged(partition, offset);
        }
    }

    @Override
    public void filtered() {
        if (number == UNNUMBERED) {
            group.outcomes().done();
        } else {
            group.outcomes().filtered(number);
        }
    }

    @Override
    public void failed() {
        group.outcomes().failed();
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
