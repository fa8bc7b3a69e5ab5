package io.cioconnect.testing;

import io.cioconnect.offset.SourcePartition;
import io.cioconnect.offset.StoredOffsets;
import io.cioconnect.record.HandedOver;
import io.cioconnect.record.OffsetCommits;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.schema.KeyText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * Kafka and Connect as far as a refresh can see them: topics, and offsets that are stored some time after the records, partition by
 * partition, or in one transaction with them. The test's thread takes every operation and counts as the poll thread.
 */
public final class FakeConnect {
    /**
     * One record in a topic.
     *
     * @param isLate written by a worker that counted as dead
     */
    public record Written(
            String topic, String key, @Nullable Struct value, Map<String, ?> partition, boolean isLate) {
        public boolean isDelete() {
            return value == null
                    || Boolean.TRUE.equals(value.schema().field("_deleted") == null ? null : value.get("_deleted"));
        }
    }

    private final boolean exactlyOnce;
    private final FakeOffsets stored = new FakeOffsets();
    private final List<Written> log = new ArrayList<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final List<TrackedRecord> comingLate = new ArrayList<>();
    private final Deque<Submitted> notAppended = new ArrayDeque<>();
    private final Deque<Submitted> notAcknowledged = new ArrayDeque<>();
    private final Map<Map<String, ?>, Deque<Submitted>> byPartition = new LinkedHashMap<>();
    private final List<TrackedRecord> transaction = new ArrayList<>();
    private final AtomicLong paused = new AtomicLong(); // nanoseconds
    private RecordQueue queue = newQueue();
    private HandedOver handedOver = new HandedOver(queue, SizeLimits.standard());
    private Predicate<SourceRecord> filtered = record -> false;

    public FakeConnect(boolean exactlyOnce) {
        this.exactlyOnce = exactlyOnce;
    }

    public RecordQueue queue() {
        return queue;
    }

    /** What a transform drops from now on. */
    public void drop(Predicate<SourceRecord> which) {
        filtered = which;
    }

    /** Everything in Kafka, oldest first. */
    public List<Written> log() {
        return log;
    }

    public List<Written> log(String topic) {
        return log.stream().filter(written -> written.topic().equals(topic)).toList();
    }

    /** The newest value of each key that has one. */
    public Map<String, Struct> folded(String topic) {
        Map<String, Struct> rows = new LinkedHashMap<>();
        for (Written written : log(topic)) {
            if (written.isDelete()) {
                rows.remove(written.key());
            } else {
                rows.put(written.key(), written.value());
            }
        }
        return rows;
    }

    public StoredOffsets offsets(String api, Map<String, String> topics) {
        return StoredOffsets.read(stored, api, topics);
    }

    public OffsetStorageReader reader() {
        return stored;
    }

    public void store(Map<String, ?> partition, Map<String, ?> offset) {
        stored.store(partition, offset);
    }

    public void remove(SourcePartition partition) {
        stored.remove(partition.toMap());
    }

    /** Stores what is stored under other names. */
    public void renamePartitions(UnaryOperator<Map<String, ?>> rename) {
        stored.renamePartitions(rename);
    }

    public Map<Map<String, ?>, byte[]> stored() {
        return stored.stored();
    }

    /** The task was paused for so long: nobody polled, and the clocks went on. */
    public void pause(Duration duration) {
        paused.addAndGet(duration.toNanos());
    }

    private RecordQueue newQueue() {
        return new RecordQueue(1_000_000, Long.MAX_VALUE, () -> System.nanoTime() + paused.get());
    }

    /** Takes what is queued; the wait is for the first of it. */
    public List<TrackedRecord> poll(Duration wait) throws InterruptedException {
        handedOver.polling();
        List<TrackedRecord> batch = queue.take(wait);
        handedOver.add(batch);
        return batch;
    }

    /** Connect sends a polled record, or a transform drops it. */
    public void send(TrackedRecord record) {
        if (exactlyOnce) {
            transaction.add(record);
        } else if (filtered.test(record)) {
            handedOver.acknowledge(record, null);
        } else {
            var submitted = new Submitted(record);
            notAppended.add(submitted);
            byPartition
                    .computeIfAbsent(record.sourcePartition(), partition -> new ArrayDeque<>())
                    .add(submitted);
        }
    }

    /** The broker writes the oldest record that was sent; the producer does not know yet. False when there is none. */
    public boolean appendOne() {
        Submitted submitted = notAppended.poll();
        if (submitted == null) {
            return false;
        }
        submitted.offset = append(submitted.record, false);
        notAcknowledged.add(submitted);
        return true;
    }

    /** The producer learns that the oldest record was written. False when there is none. */
    public boolean acknowledgeOne() {
        Submitted submitted = notAcknowledged.poll();
        if (submitted == null) {
            return false;
        }
        submitted.acknowledged = true;
        handedOver.acknowledge(submitted.record, at(submitted.offset));
        return true;
    }

    /** The same, with all offsets stored before the task hears of it. */
    public boolean acknowledgeOneAfterFlush() throws InterruptedException {
        Submitted submitted = notAcknowledged.poll();
        if (submitted == null) {
            return false;
        }
        submitted.acknowledged = true;
        flush();
        handedOver.acknowledge(submitted.record, at(submitted.offset));
        return true;
    }

    /** With errors.tolerance=all, a record that cannot be produced. False when there is none. */
    public boolean failOne() throws InterruptedException {
        Submitted submitted = notAppended.poll();
        if (submitted == null) {
            return false;
        }
        submitted.acknowledged = true; // so does Connect
        onAnotherThread(() -> handedOver.acknowledge(submitted.record, null));
        return true;
    }

    public OffsetCommits commits() {
        return handedOver.commits();
    }

    /** Connect stores what is acknowledged without a gap, and says so on its offset committer's thread. */
    public void flush() throws InterruptedException {
        flush(partition -> true);
        onAnotherThread(handedOver::committed);
    }

    /** Connect begins to store what is acknowledged without a gap, and gets to these partitions. */
    public void flush(Predicate<Map<String, ?>> reached) {
        byPartition.forEach((partition, records) -> {
            Map<String, ?> offset = null;
            while (!records.isEmpty() && records.peek().acknowledged) {
                offset = records.remove().record.sourceOffset();
            }
            if (offset != null && reached.test(partition)) {
                store(partition, offset);
            }
        });
    }

    /** Commits what was polled since the last time, offsets with it. */
    public void commit() {
        List<TrackedRecord> kept =
                transaction.stream().filter(record -> !filtered.test(record)).toList();
        Map<TrackedRecord, RecordMetadata> written = new HashMap<>();
        kept.forEach(record -> {
            written.put(record, at(append(record, false)));
            store(record.sourcePartition(), record.sourceOffset());
        });
        if (!kept.isEmpty()) { // otherwise Connect tells nothing
            transaction.forEach(record -> handedOver.acknowledge(record, written.get(record)));
        }
        transaction.clear();
        handedOver.committed();
    }

    public boolean hasOpenTransaction() {
        return !transaction.isEmpty();
    }

    /** How many of the written records the producer knows to be written. */
    public int acknowledged() {
        return log.size() - notAcknowledged.size();
    }

    /** As {@link #crash()}, but the worker may only be frozen: so many records that its producer had not sent yet may come late. */
    public void crash(int late) {
        notAppended.stream().limit(late).forEach(submitted -> comingLate.add(submitted.record));
        crash();
    }

    /** The frozen worker's producer goes on. Its offsets are not stored any more: another task has the partitions. */
    public List<Written> appendLate() {
        int before = log.size();
        comingLate.forEach(record -> append(record, true));
        comingLate.clear();
        return List.copyOf(log.subList(before, log.size()));
    }

    public void discardLate() {
        comingLate.clear();
    }

    public boolean hasLate() {
        return !comingLate.isEmpty();
    }

    /** Whatever is neither in a topic nor stored is gone, and a new task begins. */
    public void crash() {
        notAppended.clear();
        notAcknowledged.clear();
        byPartition.clear();
        transaction.clear();
        queue = newQueue();
        handedOver = new HandedOver(queue, SizeLimits.standard());
    }

    private static void onAnotherThread(Runnable work) throws InterruptedException {
        var thread = new Thread(work);
        thread.start();
        thread.join();
    }

    /** Returns the offset, each topic having one partition. */
    private long append(SourceRecord record, boolean isLate) {
        String text = KeyText.of((Struct) record.key());
        log.add(new Written(record.topic(), text, (Struct) record.value(), record.sourcePartition(), isLate));
        return offsets.merge(record.topic(), 0L, (last, first) -> last + 1);
    }

    private static RecordMetadata at(long offset) {
        return new RecordMetadata(new TopicPartition("any", 0), offset, 0, 0, 0, 0);
    }

    /** The next record makes it again, empty. */
    public void deleteTopic(String topic) {
        log.removeIf(written -> written.topic().equals(topic));
        offsets.remove(topic);
    }
}
