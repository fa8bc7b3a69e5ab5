package io.cioconnect.webhook;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The counts of all event tables that had a delivery, and of quarantine. Thread-safe. */
final class EventCounts {
    private final Map<String, EventCount> counts = new TreeMap<>();

    synchronized void verified(String destination, Instant receivedAt) {
        counts.merge(
                destination,
                new EventCount(1, 0, receivedAt),
                (old, first) -> new EventCount(old.verified() + 1, old.acknowledged(), receivedAt));
    }

    synchronized void acknowledged(String destination) {
        counts.computeIfPresent(
                destination, (name, old) -> new EventCount(old.verified(), old.acknowledged() + 1, old.lastVerified()));
    }

    /** A snapshot, by name of the table. */
    synchronized Map<String, EventCount> snapshot() {
        return new TreeMap<>(counts);
    }
}
