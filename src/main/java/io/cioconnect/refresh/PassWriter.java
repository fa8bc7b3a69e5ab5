package io.cioconnect.refresh;

import io.cioconnect.record.RecordQueue;
import io.cioconnect.schema.RowException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Makes the records of one pass and hands them over, one at a time. The refresh thread only. */
final class PassWriter {
    /** Key, schema and whatever else is no part of the row's JSON. */
    private static final int BYTES_BESIDE_ROW = 512;

    private final RowConverter rows;
    private final String topic;
    private final Listing listing;
    private final RecordQueue queue;
    private final Instant start;
    private final Outcomes outcomes = new Outcomes();

    PassWriter(RowConverter rows, String topic, Listing listing, RecordQueue queue, Instant start) {
        this.rows = rows;
        this.topic = topic;
        this.listing = listing;
        this.queue = queue;
        this.start = start;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    /** Hands over the record of a row or a delete; waits while too many are on their way. */
    void put(
            RowOperation operation,
            Map<String, RowRef> listed,
            Map<String, String> partition,
            Map<String, Object> offset)
            throws InterruptedException, IOException, RowException, PassFailedException {
        RowRef row = listed.get(operation.key());
        Struct value = value(operation, row);
        int bytes = BYTES_BESIDE_ROW + (row == null ? 0 : row.length());
        put(operation, topic, rows.key(operation.key()), value, bytes, partition, offset);
    }

    void putMarker(PassMarker marker, String refreshesTopic, Map<String, String> partition, Map<String, Object> offset)
            throws InterruptedException, PassFailedException {
        RowOperation operation = new RowOperation(RowOperation.Kind.MARKER, marker.table());
        PassMarker.Schemas schemas = PassMarker.Schemas.of(refreshesTopic);
        put(operation, refreshesTopic, marker.key(schemas), marker.value(schemas), BYTES_BESIDE_ROW, partition, offset);
    }

    private @Nullable Struct value(RowOperation operation, @Nullable RowRef row) throws IOException, RowException {
        return switch (operation.kind()) {
            case ROW -> rows.value(listing.read(Objects.requireNonNull(row, "only listed rows are written")), start);
            case FLAG -> rows.flag(operation.key(), start);
            case TOMBSTONE, MARKER -> null;
        };
    }

    private void put(
            RowOperation operation,
            String to,
            Struct key,
            @Nullable Struct value,
            int bytes,
            Map<String, String> partition,
            Map<String, Object> offset)
            throws InterruptedException, PassFailedException {
        if (outcomes.anyFailed()) {
            outcomes.awaitAll(); // throws, but not before the outcome of the others is known
        }
        outcomes.handingOver();
        queue.putRow(
                new RowRecord(partition, offset, operation, outcomes, to, key, value, start.toEpochMilli(), bytes));
    }
}
