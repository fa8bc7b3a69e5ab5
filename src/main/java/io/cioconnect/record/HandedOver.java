package io.cioconnect.record;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records handed to Connect whose outcome is not known yet; tells each one, once, what became of it.
 *
 * <p>What Connect says, and what it means:
 *
 * <ul>
 *   <li>commitRecord with metadata: Kafka has the record.
 *   <li>commitRecord with null on the poll thread: a transform filtered it, or errors.tolerance=all skipped what a transform or a
 *       converter could not handle.
 *   <li>commitRecord with null from the producer: with errors.tolerance=all a produce failed; the record is not in Kafka. The producer
 *       says so on its own thread when the delivery timed out or the broker refused the record, but on the poll thread, within send(),
 *       when it could not even accept the record: Kafka does not answer or does not let it in, or the record is too large.
 *   <li>nothing, in exactly-once mode, for a batch of which a transform filtered every record: no transaction is open, so Connect
 *       returns before it reports them (KIP-618 with KAFKA-14727). But commit() is called on the poll thread and another poll follows,
 *       which happens in that mode only, and only after all earlier batches were committed: what is still unresolved was filtered.
 * </ul>
 *
 * <p>{@link #acknowledge} comes from the producer's thread or the poll thread; the rest from the poll thread, {@link #committed} also
 * from Connect's offset committer.
 */
public final class HandedOver {
    private static final String PRODUCER = KafkaProducer.class.getName();

    private final Set<TrackedRecord> unresolved = ConcurrentHashMap.newKeySet();
    private final RecordQueue queue;
    private final SizeLimits limits;
    private volatile @Nullable Thread pollThread;
    private volatile boolean committedByPollThread;
    private final OffsetCommits commits = new OffsetCommits();

    /** @param limits are told of what Kafka did not take */
    public HandedOver(RecordQueue queue, SizeLimits limits) {
        this.queue = queue;
        this.limits = limits;
    }

    /** Before each poll, on the poll thread. */
    public void polling() {
        pollThread = Thread.currentThread();
        if (committedByPollThread) {
            committedByPollThread = false;
            commits.comeWithRecords();
            for (TrackedRecord record : List.copyOf(unresolved)) {
                if (unresolved.remove(record)) {
                    resolve(record, TrackedRecord::filtered);
                }
            }
        }
    }

    public OffsetCommits commits() {
        return commits;
    }

    /** The batch that poll returns. */
    public void add(List<TrackedRecord> batch) {
        unresolved.addAll(batch);
    }

    /** Connect's commitRecord. */
    public void acknowledge(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (!(record instanceof TrackedRecord tracked) || !unresolved.remove(tracked)) {
            return;
        }
        if (metadata != null) {
            resolve(tracked, known -> known.acknowledged(metadata.partition(), metadata.offset()));
        } else if (Thread.currentThread() == pollThread && !isCalledByProducer()) {
            resolve(tracked, TrackedRecord::filtered);
        } else {
            limits.refused(tracked);
            resolve(tracked, TrackedRecord::failed);
        }
    }

    /** Connect tells a task nothing else about where a record got lost. */
    private static boolean isCalledByProducer() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(PRODUCER)));
    }

    /** Connect's commit. */
    public void committed() {
        if (Thread.currentThread() == pollThread) {
            committedByPollThread = true;
        }
        commits.committed();
    }

    /** Records whose outcome is not known. */
    public List<TrackedRecord> unresolved() {
        return List.copyOf(unresolved);
    }

    /** True when no record of a batch still waits for its outcome. */
    public boolean areResolved(List<TrackedRecord> batch) {
        return batch.stream().noneMatch(unresolved::contains);
    }

    private void resolve(TrackedRecord record, Outcome outcome) {
        outcome.tell(record);
        if (record.isRow()) {
            queue.resolved(record);
        }
    }

    private interface Outcome {
        void tell(TrackedRecord record);
    }
}
