package io.cioconnect;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.listener.Answer;
import io.cioconnect.listener.Listeners;
import io.cioconnect.listener.Receiver;
import io.cioconnect.listener.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that could not start, because a secret cannot be read for example. Its port is opened all the same and answers 503, as after
 * any failure: a refused connection would cost an hour more than the repair takes.
 */
final class FailedStart {
    private static final Logger log = LoggerFactory.getLogger(FailedStart.class);

    private FailedStart() {}

    /** Never throws: why the task failed is what its user has to see. */
    static void keepPortOpen(Map<String, String> properties) {
        try {
            OptionalInt receiver = TaskAssignment.from(properties).receiver();
            Optional<WebhookConfig> webhook = CustomerIoSourceConfig.readableWebhook(properties);
            if (receiver.isPresent() && webhook.isPresent()) {
                String connector = properties.getOrDefault("name", "");
                Listeners.ofThisJvm()
                        .lease(connector, receiver.getAsInt(), webhook.get(), new Nobody(), Optional::empty)
                        .fail();
            }
        } catch (RuntimeException e) {
            log.warn("The port of a task that could not start is not kept open: {}", e.toString());
        }
    }

    /** Takes nothing. */
    private static final class Nobody implements Receiver {
        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public Signature signature(List<String> timestampHeaders, List<String> signatureHeaders) {
            return new Signature() {
                @Override
                public void update(byte[] bytes, int offset, int length) {}

                @Override
                public boolean isGenuine() {
                    return false;
                }
            };
        }

        @Override
        public CompletableFuture<Answer> receive(byte[] body, Instant receivedAt) {
            return CompletableFuture.completedFuture(Answer.UNAVAILABLE);
        }

        @Override
        public CompletableFuture<Answer> receiveTooLarge(byte[] head, long size, byte[] sha256, Instant receivedAt) {
            return CompletableFuture.completedFuture(Answer.UNAVAILABLE);
        }

        @Override
        public void answered(Answer answer) {}
    }
}
