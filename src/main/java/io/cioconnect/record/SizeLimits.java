package io.cioconnect.record;

import io.cioconnect.schema.RecordCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large a record each topic takes. When Kafka refuses a record as too large, Connect fails the task and does not say which record it
 * was. So the limit has to be known before the hand-over: the least of our own, the producer's request size and the topic's limit.
 *
 * <p>When a topic's limit is not known and a task ends with a large record unresolved, that record is suspected: for an hour, no task of
 * this JVM hands a record of that size to that topic. Otherwise Customer.io's retry would end the next task too. A large record that
 * could not be written is suspected likewise if errors.tolerance=all kept the task running. Thread-safe.
 */
public final class SizeLimits {
    /** Every topic is expected to take so much. */
    public static final int ALWAYS_TAKEN = 64 * 1024;

    private static final Logger log = LoggerFactory.getLogger(SizeLimits.class);

    /** What Kafka counts beside key and value: the headers of record, batch and request. */
    private static final int BESIDE_RECORD = 512;

    private static final Duration SUSPECTED_FOR = Duration.ofHours(1);

    /** By topic; the one thing a failed task leaves to the next. */
    private static final Map<String, Suspicion> SUSPECTED = new ConcurrentHashMap<>();

    private final Clock clock;
    private final Map<String, Integer> byTopic = new ConcurrentHashMap<>();
    private volatile int producerLimit;
    private volatile int newTopicLimit;
    private final CountDownLatch settled = new CountDownLatch(1);

    private record Suspicion(int maxBytes, Instant since) {}

    /** Nothing is known but the producer's limit and that of topics which Connect is told to create. */
    public SizeLimits(Optional<Integer> maxRequestBytes, Optional<Integer> createdTopicBytes, Clock clock) {
        this.producerLimit = maxRequestBytes.map(SizeLimits::ofRecord).orElse(RecordCheck.MAX_BYTES);
        this.newTopicLimit = createdTopicBytes.map(SizeLimits::ofRecord).orElse(RecordCheck.MAX_BYTES);
        this.clock = clock;
    }

    /** Our own limit for every topic. */
    public static SizeLimits standard() {
        var limits = new SizeLimits(Optional.empty(), Optional.empty(), Clock.systemUTC());
        limits.settle();
        return limits;
    }

    /** The largest estimate of key and value together, in bytes, of a record for that topic. */
    public int maxBytes(String topic) {
        Integer ofTopic = byTopic.get(topic);
        int least = Math.min(producerLimit, ofTopic == null ? suspected(topic, newTopicLimit) : ofTopic);
        return Math.min(RecordCheck.MAX_BYTES, least);
    }

    /** Whether Kafka was asked what the topics take, successfully or not. Until then, a large record should wait. */
    public boolean isSettled() {
        return settled.getCount() == 0;
    }

    /** Waits until Kafka was asked, a few seconds at most. */
    public void awaitSettled() throws InterruptedException {
        settled.await();
    }

    void settle() {
        settled.countDown();
    }

    void setProducerLimit(int maxRequestBytes) {
        producerLimit = ofRecord(maxRequestBytes);
    }

    /** @param maxMessageBytes of a topic that does not exist yet */
    void setNewTopicLimit(int maxMessageBytes) {
        newTopicLimit = ofRecord(maxMessageBytes);
    }

    /** @param maxMessageBytes that topic's {@code max.message.bytes} */
    void setTopicLimit(String topic, int maxMessageBytes) {
        byTopic.put(topic, ofRecord(maxMessageBytes));
    }

    /**
     * The task ends: suspects the records that may have ended it.
     *
     * @param unresolved what was handed over, and the task does not know what became of it
     */
    public void endedWith(Collection<? extends SourceRecord> unresolved) {
        suspect(unresolved, "the task stops and does not know what became of it");
    }

    /** It is not in Kafka, and the task goes on. */
    void refused(SourceRecord record) {
        suspect(List.of(record), "it could not be written");
    }

    /** Of several records in one topic the largest is the suspect; the smaller ones may have been taken. */
    private void suspect(Collection<? extends SourceRecord> records, String why) {
        Instant now = clock.instant();
        Map<String, Integer> largest = new HashMap<>();
        for (SourceRecord record : records) {
            if (record.key() instanceof Struct key && record.value() instanceof Struct value) {
                largest.merge(record.topic(), (int) RecordCheck.estimate(key, value), Math::max);
            }
        }
        largest.forEach((topic, bytes) -> {
            if (bytes > ALWAYS_TAKEN && !byTopic.containsKey(topic)) {
                SUSPECTED.put(topic, new Suspicion(bytes - 1, now));
                log.warn(
                        "{} may not take a record of about {} bytes: {}. Records of this size and larger go to quarantine for {} minutes.",
                        topic,
                        bytes,
                        why,
                        SUSPECTED_FOR.toMinutes());
            }
        });
    }

    private int suspected(String topic, int otherwise) {
        Suspicion suspicion = SUSPECTED.get(topic);
        if (suspicion == null) {
            return otherwise;
        }
        Instant now = clock.instant();
        boolean isOver = suspicion.since().plus(SUSPECTED_FOR).isBefore(now);
        boolean wasClockSetBack = suspicion.since().minus(SUSPECTED_FOR).isAfter(now);
        return isOver || wasClockSetBack ? otherwise : Math.min(otherwise, suspicion.maxBytes());
    }

    private static int ofRecord(int bytes) {
        return Math.max(0, bytes - BESIDE_RECORD);
    }
}
