package io.cioconnect.webhook;

import io.cioconnect.record.TrackedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The record of one verified delivery and the deliveries that wait for it. Its state belongs to {@link InFlightDeliveries}. */
final class DeliveryRecord extends TrackedRecord {
    /** Where the record is on its way to Kafka. */
    enum State {
        QUEUED,
        /** Nobody waits for it any more and it was not handed over; it never will be. Still in the queue. */
        EXPIRED,
        /** Handed to Connect. */
        SENT,
        RESOLVED
    }

    private final InFlightDeliveries owner;
    private final RoutedEvent event;

    // guarded by the owner's lock
    final List<Delivery> waiting = new ArrayList<>();
    State state = State.QUEUED;

    DeliveryRecord(RoutedEvent event, Map<String, ?> sourcePartition, Instant receivedAt, InFlightDeliveries owner) {
        super(
                sourcePartition,
                Map.of("received_at", receivedAt.toEpochMilli()),
                event.topic(),
                event.key().schema(),
                event.key(),
                event.value().schema(),
                event.value(),
                receivedAt.toEpochMilli());
        this.event = event;
        this.owner = owner;
    }

    /** Equal bodies are the same event: the digest names it. */
    String sha256() {
        return event.sha256();
    }

    RoutedEvent event() {
        return event;
    }

    @Override
    public boolean claim() {
        return owner.claim(this);
    }

    @Override
    public void acknowledged(int partition, long offset) {
        owner.acknowledged(this);
    }

    @Override
    public void filtered() {
        owner.filtered(this);
    }

    @Override
    public void failed() {
        owner.failed(this);
    }

    @Override
    public boolean isRow() {
        return false;
    }

    @Override
    public int estimatedBytes() {
        return event.heapBytes();
    }
}
