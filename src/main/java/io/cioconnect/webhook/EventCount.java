package io.cioconnect.webhook;

import java.time.Instant;

/**
 * Verified deliveries of one event table, or of quarantine, since the task started.
 *
 * @param verified deliveries, without the retries that found their event in flight or acknowledged
 * @param acknowledged records that Kafka has
 * @param lastVerified when the last delivery was received
 */
public record EventCount(long verified, long acknowledged, Instant lastVerified) {}
