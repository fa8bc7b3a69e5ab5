package io.cioconnect.refresh;

import io.cioconnect.record.TrackedRecord;
import io.cioconnect.sync.Outcomes;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A row, a delete, a dead letter or a marker on its way; tells its pass what became of it. */
final class RowRecord extends TrackedRecord {
    /** The number of a record that is not one of the table's topic. */
    static final int NOT_A_ROW = -1;

    private final Pass pass;
    private final int number;
    private final int estimatedBytes;

    /**
     * @param number of the record among those of its pass
     * @param value null for a tombstone, which has no value schema either
     */
    RowRecord(
            Pass pass,
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
                pass.start().toEpochMilli());
        this.pass = pass;
        this.number = number;
        this.estimatedBytes = estimatedBytes;
    }

    Outcomes outcomes() {
        return pass.outcomes();
    }

    /** A pass that was paused for too long writes nothing more: its list is an old one. */
    @Override
    public boolean claim() {
        if (pass.isOutdated()) {
            pass.outcomes().failed();
            return false;
        }
        return true;
    }

    @Override
    public void acknowledged(int partition, long offset) {
        if (number == NOT_A_ROW) {
            pass.outcomes().done();
        } else {
            pass.outcomes().acknowledged(partition, offset);
        }
    }

    @Override
    public void filtered() {
        if (number == NOT_A_ROW) {
            pass.outcomes().done();
        } else {
            pass.outcomes().filtered(number);
        }
    }

    @Override
    public void failed() {
        pass.outcomes().failed();
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
