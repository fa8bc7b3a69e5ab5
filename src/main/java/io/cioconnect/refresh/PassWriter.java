package io.cioconnect.refresh;

import io.cioconnect.record.DeadLetter;
import io.cioconnect.record.DeadLetters;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.sync.RowRecord;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Makes the records of one pass and hands them over, one at a time. The refresh thread only. */
final class PassWriter {
    private final Pass pass;
    private final RowConverter rows;
    private final String topic;
    private final Listing listing;
    private final RecordQueue queue;

    PassWriter(Pass pass, RowConverter rows, String topic, Listing listing, RecordQueue queue) {
        this.pass = pass;
        this.rows = rows;
        this.topic = topic;
        this.listing = listing;
        this.queue = queue;
    }

    /**
     * Hands over the record of a row or a delete; waits while too many are on their way.
     *
     * @param row where the row is, null for a delete
     * @param number of the record in this pass
     */
    void put(
            int bucket,
            RowOperation operation,
            @Nullable RowRef row,
            int number,
            Map<String, String> partition,
            Map<String, Object> offset)
            throws InterruptedException, IOException, PassFailedException {
        Struct key = rows.key(operation.key());
        Struct value = row != null
                ? listing.read(bucket, row)
                : operation.kind() == RowOperation.Kind.FLAG ? rows.flag(operation.key(), pass.start()) : null;
        int bytes = RowRecord.BYTES_BESIDE_ROW + (row == null ? 0 : row.length());
        put(new RowRecord(pass, partition, offset, number, topic, key, value, bytes));
    }

    void putMarker(PassMarker marker, String refreshesTopic, Map<String, String> partition, Map<String, Object> offset)
            throws InterruptedException, PassFailedException {
        put(RowRecord.marker(pass, partition, offset, refreshesTopic, marker));
    }

    /**
     * Hands over the rejected rows, except those that are already in the dead letter topic, and returns the keys of all.
     *
     * @param offset one that is stored already, since a dead letter changes nothing about the table
     */
    Set<String> putDeadLetters(
            DeadLetters deadLetters, Set<String> known, Map<String, String> partition, Map<String, Object> offset)
            throws InterruptedException, IOException, PassFailedException {
        Set<String> keys = new HashSet<>();
        listing.eachRejected((reason, json) -> {
            DeadLetter letter = deadLetters.row(reason, rows.table().name(), json, pass.start());
            if (keys.add(letter.sha256()) && !known.contains(letter.sha256())) {
                put(RowRecord.deadLetter(pass, partition, offset, letter));
            }
        });
        return keys;
    }

    private void put(RowRecord record) throws InterruptedException, PassFailedException {
        if (pass.outcomes().anyFailed() || pass.isOutdated()) {
            pass.awaitAll(); // the outcome of the others has to be known
            pass.requireInTime();
        }
        pass.outcomes().handingOver();
        queue.putRow(record);
    }
}
