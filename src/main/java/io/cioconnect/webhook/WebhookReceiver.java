package io.cioconnect.webhook;

import io.cioconnect.config.TopicConfig;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.metrics.TaskMetrics;
import io.cioconnect.record.RecordQueue;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.config.types.Password;

/** One task's end of a listener: verifies, routes, admits and answers deliveries. Thread-safe; knows nothing of Jetty. */
public final class WebhookReceiver implements Receiver, AutoCloseable {
    public WebhookReceiver(
            WebhookConfig config,
            TopicConfig topics,
            List<String> eventTables,
            RecordQueue queue,
            TaskMetrics metrics,
            Clock clock) {
        throw new UnsupportedOperationException();
    }

    /** Called by the task before every poll; readiness follows from it. */
    public void polled() {
        throw new UnsupportedOperationException();
    }

    /** The signing keys were resolved again. */
    public void useSigningKeys(List<Password> keys) {
        throw new UnsupportedOperationException();
    }

    /** The task lets go: deliveries still queued, and all that come later, are answered 503. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isReady() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Signature signature(List<String> timestampHeaders, List<String> signatureHeaders) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Answer> receive(byte[] body, Instant receivedAt) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Answer> receiveTooLarge(byte[] head, long size, byte[] sha256, Instant receivedAt) {
        throw new UnsupportedOperationException();
    }
}
