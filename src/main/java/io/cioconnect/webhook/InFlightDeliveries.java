package io.cioconnect.webhook;

import io.cioconnect.listener.Answer;
import io.cioconnect.metrics.ReceiverMetrics;
import io.cioconnect.pace.Deadlines;
import io.cioconnect.pace.LogThrottle;
import io.cioconnect.record.RecordQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deliveries that were admitted and whose record's outcome is not known yet. Thread-safe: listener threads admit, the poll thread
 * claims, Connect's threads tell the outcome, the scheduler's thread keeps deadlines and gives the answers. Nothing is answered and
 * nothing handed over while the lock is held.
 *
 * <pre>
 *   QUEUED ── claim (poll) ──► SENT ── acknowledged, filtered, failed ──► RESOLVED
 *      └── last deadline, or close ──► EXPIRED ── claim (poll): taken out, never sent
 * </pre>
 *
 * A record that was answered 503 while queued is never sent, so that its retry is the only copy. One that was sent may still be
 * acknowledged after its deadline; its retry joins it, or finds it among the acknowledged.
 *
 * <p>A record holds its place within the limits until its outcome is known or poll has taken it out, also after its deadline: otherwise
 * a paused task would gather an endless queue of retries.
 */
final class InFlightDeliveries {
    private static final Logger log = LoggerFactory.getLogger(InFlightDeliveries.class);

    private final int maxRecords;
    private final long maxBytes;
    private final RecordQueue queue;
    private final Deadlines deadlines;
    private final Answering answering;
    private final ReceiverMetrics metrics;
    private final EventCounts counts;

    // guarded by this
    private final Map<String, DeliveryRecord> joinable = new HashMap<>();
    private final AcknowledgedEvents acknowledged = new AcknowledgedEvents();
    private int records;
    private long bytes;
    private boolean closed;
    private long filteredSinceTold;
    private final LogThrottle filteredLog = new LogThrottle(Duration.ofMinutes(1), System::nanoTime);

    InFlightDeliveries(
            int maxRecords,
            long maxBytes,
            RecordQueue queue,
            Deadlines deadlines,
            Answering answering,
            ReceiverMetrics metrics,
            EventCounts counts) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
        this.queue = queue;
        this.deadlines = deadlines;
        this.answering = answering;
        this.metrics = metrics;
        this.counts = counts;
    }

    /** The answer for a body that is in flight already, or that Kafka has; empty for a new one. */
    synchronized Optional<CompletableFuture<Answer>> join(String sha256, Duration left) {
        return Optional.ofNullable(known(sha256, left));
    }

    /** Hands a new record to the queue, unless it turned out to be known or there is no room for it. */
    CompletableFuture<Answer> admit(DeliveryRecord record, Duration left) {
        CompletableFuture<Answer> answer;
        synchronized (this) {
            CompletableFuture<Answer> known = known(record.sha256(), left);
            if (known != null) {
                return known;
            }
            if (records >= maxRecords || (records > 0 && bytes + record.estimatedBytes() > maxBytes)) {
                return CompletableFuture.completedFuture(Answer.UNAVAILABLE);
            }
            answer = await(record, left); // first: when no deadline can be set, it has no place either
            records++;
            bytes += record.estimatedBytes();
            joinable.put(record.sha256(), record);
        }
        // not under the lock; if the deadline comes first, the queue gets an expired record, which poll takes out
        queue.putDelivery(record);
        return answer;
    }

    /** Before hand-over: false when nobody waits for the record any more. */
    synchronized boolean claim(DeliveryRecord record) {
        if (record.state == DeliveryRecord.State.QUEUED) {
            record.state = DeliveryRecord.State.SENT;
            return true;
        }
        release(record);
        return false;
    }

    void acknowledged(DeliveryRecord record) {
        List<Delivery> waiting;
        synchronized (this) {
            acknowledged.add(record.sha256());
            waiting = resolve(record);
        }
        counts.acknowledged(record.event().destination());
        metrics.acknowledged().increment();
        answer(waiting, Answer.ACKNOWLEDGED);
    }

    /** The operator's own configuration keeps it out of Kafka: answered like an acknowledged one, but not remembered. */
    void filtered(DeliveryRecord record) {
        metrics.filtered().increment();
        tellOfFiltered();
        answer(resolve(record), Answer.ACKNOWLEDGED);
    }

    /** Once a minute, because a transform may filter most of what comes. */
    private void tellOfFiltered() {
        long events;
        synchronized (this) {
            filteredSinceTold++;
            if (!filteredLog.acquire()) {
                return;
            }
            events = filteredSinceTold;
            filteredSinceTold = 0;
        }
        log.info(
                "{} event(s) are not in Kafka and were answered 200, because a transform filtered them or errors.tolerance=all"
                        + " skipped them",
                events);
    }

    void failed(DeliveryRecord record) {
        answer(resolve(record), Answer.UNAVAILABLE);
    }

    /** Queued deliveries are answered 503 now; sent ones by what becomes of their record, or by their deadline. */
    void close() {
        List<Delivery> waiting = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (DeliveryRecord record : List.copyOf(joinable.values())) {
                if (record.state == DeliveryRecord.State.QUEUED) {
                    waiting.addAll(record.waiting);
                    expire(record);
                }
            }
        }
        answer(waiting, Answer.UNAVAILABLE);
    }

    private @Nullable CompletableFuture<Answer> known(String sha256, Duration left) {
        if (closed) {
            return CompletableFuture.completedFuture(Answer.UNAVAILABLE);
        }
        DeliveryRecord first = joinable.get(sha256);
        if (first != null) {
            metrics.joined().increment();
            return await(first, left);
        }
        if (acknowledged.contains(sha256)) {
            metrics.repeated().increment();
            return CompletableFuture.completedFuture(Answer.ACKNOWLEDGED);
        }
        return null;
    }

    private CompletableFuture<Answer> await(DeliveryRecord record, Duration left) {
        Delivery delivery = new Delivery();
        delivery.expireBy(deadlines.in(left.toMillis(), () -> deadlinePassed(record, delivery)));
        record.waiting.add(delivery);
        return delivery.answer();
    }

    private void deadlinePassed(DeliveryRecord record, Delivery delivery) {
        synchronized (this) {
            if (!record.waiting.remove(delivery)) {
                return; // is being answered
            }
            if (record.state == DeliveryRecord.State.QUEUED && record.waiting.isEmpty()) {
                expire(record);
            }
        }
        metrics.expired().increment();
        delivery.complete(Answer.UNAVAILABLE);
    }

    private void expire(DeliveryRecord record) {
        record.state = DeliveryRecord.State.EXPIRED;
        record.waiting.clear();
        joinable.remove(record.sha256(), record);
    }

    private synchronized List<Delivery> resolve(DeliveryRecord record) {
        List<Delivery> waiting = List.copyOf(record.waiting);
        record.waiting.clear();
        record.state = DeliveryRecord.State.RESOLVED;
        joinable.remove(record.sha256(), record);
        release(record);
        return waiting;
    }

    private synchronized void release(DeliveryRecord record) {
        records--;
        bytes -= record.estimatedBytes();
    }

    synchronized int count() {
        return records;
    }

    synchronized long bytes() {
        return bytes;
    }

    private void answer(List<Delivery> waiting, Answer outcome) {
        for (Delivery delivery : waiting) {
            delivery.cancelDeadline();
            answering.answer(delivery, outcome);
        }
    }
}
