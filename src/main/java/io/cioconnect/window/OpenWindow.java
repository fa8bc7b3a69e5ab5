package io.cioconnect.window;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.offset.Window;
import io.cioconnect.record.DeadLetter;
import io.cioconnect.record.DeadLetters;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.Outcomes;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.sync.RecordGroup;
import io.cioconnect.sync.RowRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Struct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of one window. All but the last marker carry the offset that was true before it. The loop's thread, except for its records. */
final class OpenWindow implements RecordGroup {
    private static final Logger log = LoggerFactory.getLogger(OpenWindow.class);

    /** From a reply to the hand-over of its rows. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);

    private final WindowParts parts;
    private final List<WrittenTable> tables;
    private final Duration age;
    private final Instant start;
    private final Map<String, String> partition;
    private final Map<String, Object> before;
    private final Outcomes outcomes = new Outcomes();
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private volatile Instant readAt;

    /** The rows of one table so far. */
    private static final class Tally {
        private long listed;
        private long written;
        private long rejected;
    }

    /**
     * A window of which nothing was read yet.
     *
     * @param age of the read it belongs to
     * @param before the offset that is true until the window is complete
     */
    OpenWindow(
            WindowParts parts,
            List<WrittenTable> tables,
            Duration age,
            Instant start,
            Map<String, String> partition,
            Map<String, Object> before) {
        this.parts = parts;
        this.tables = tables;
        this.age = age;
        this.start = start;
        this.partition = partition;
        this.before = before;
        this.readAt = start;
        tables.forEach(table -> tallies.put(table.name(), new Tally()));
    }

    @Override
    public Instant start() {
        return start;
    }

    @Override
    public Outcomes outcomes() {
        return outcomes;
    }

    @Override
    public boolean isOutdated() {
        return parts.clock().instant().isAfter(readAt.plus(LONGEST_DELAY));
    }

    /** What is handed over from now on was read just now. */
    void renew() {
        readAt = parts.clock().instant();
    }

    /** @param isWritten false for what is not new and has not changed: it is only counted */
    void add(ObjectNode listed, boolean isWritten) throws InterruptedException, PassFailedException {
        for (WrittenTable table : tables) {
            for (ObjectNode row : table.rows(listed)) {
                of(table).listed++;
                if (isWritten) {
                    write(table, row);
                }
            }
        }
    }

    /** An element that is not a row. It belongs to no table, and counts for the first one. */
    void addRejected(RejectedRow row) throws InterruptedException, PassFailedException {
        parts.limits().awaitSettled();
        of(tables.get(0)).listed++;
        reject(tables.get(0), row.value(), row.why());
    }

    private void write(WrittenTable table, ObjectNode row) throws InterruptedException, PassFailedException {
        parts.limits().awaitSettled(); // at the start of a task it is not known yet what the topic takes
        try {
            Struct value = table.converter().value(row, start);
            Struct key = table.converter().keyOf(value);
            RecordCheck.check(key, value, parts.limits().maxBytes(table.topic()));
            of(table).written++;
            int bytes = (int) RecordCheck.estimate(key, value);
            put(new RowRecord(this, partition, before, RowRecord.UNNUMBERED, table.topic(), key, value, bytes));
        } catch (RowException e) {
            reject(table, row, e);
        }
    }

    private void reject(WrittenTable table, JsonNode row, RowException why)
            throws InterruptedException, PassFailedException {
        of(table).rejected++;
        table.rejected().add(age, of(table).listed, why);
        DeadLetter letter = new DeadLetters(parts.topics().quarantine(), parts.limits())
                .row(DeadLetters.Reason.ofRow(why), table.name(), Json.bytes(row), start);
        put(RowRecord.deadLetter(this, partition, before, letter));
    }

    /**
     * Returns when Kafka has all of the window.
     *
     * @param read the window as far as it was read
     * @param after the offset that is true from now on
     */
    void complete(Window read, int pages, Map<String, Object> after) throws InterruptedException, PassFailedException {
        outcomes.awaitAll();
        renew();
        Instant end = parts.clock().instant();
        for (int i = 0; i < tables.size(); i++) {
            WrittenTable table = tables.get(i);
            PassMarker marker = marker(table, end, pages, read);
            Map<String, Object> offset = i == tables.size() - 1 ? after : before;
            put(RowRecord.marker(this, partition, offset, parts.topics().refreshes(), marker));
        }
        outcomes.awaitAll();
        for (WrittenTable table : tables) {
            Tally tally = of(table);
            table.metrics().passed(start, end, tally.listed, tally.written, 0, 0);
            table.metrics().quarantined(tally.rejected);
            log.info(
                    "Table {}: window complete, {}",
                    table.name(),
                    marker(table, end, pages, read).summary());
        }
    }

    private PassMarker marker(WrittenTable table, Instant end, int pages, Window read) {
        Tally tally = of(table);
        var counts = PassMarker.Counts.ofWindow(tally.listed, tally.written, pages, tally.rejected);
        return new PassMarker(table.name(), start, end, counts, read);
    }

    private void put(RowRecord record) throws InterruptedException, PassFailedException {
        if (outcomes.anyFailed()) {
            outcomes.awaitAll();
        }
        outcomes.handingOver();
        parts.queue().putRow(record);
    }

    private Tally of(WrittenTable table) {
        return Objects.requireNonNull(tallies.get(table.name()), table.name());
    }
}
