package io.cioconnect.window;

import io.cioconnect.record.TrackedRecord;
import io.cioconnect.sync.Outcomes;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/** A row, a dead letter or a marker of a window on its way; tells its window what became of it. */
final class WindowRecord extends TrackedRecord {
    private final OpenWindow window;
    private final int estimatedBytes;

    WindowRecord(
            OpenWindow window,
            Map<String, Object> offset,
            String topic,
            Struct key,
            Struct value,
            Instant timestamp,
            int estimatedBytes) {
        super(window.partition(), offset, topic, key.schema(), key, value.schema(), value, timestamp.toEpochMilli());
        this.window = window;
        this.estimatedBytes = estimatedBytes;
    }

    Outcomes outcomes() {
        return window.outcomes();
    }

    /** What was read too long ago is not written any more: meanwhile another task may have written something newer. */
    @Override
    public boolean claim() {
        if (window.isOutdated()) {
            window.outcomes().failed();
            return false;
        }
        return true;
    }

    @Override
    public void acknowledged(int partition, long offset) {
        window.outcomes().done();
    }

    @Override
    public void filtered() {
        window.outcomes().done();
    }

    @Override
    public void failed() {
        window.outcomes().failed();
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
