package io.cioconnect.listener;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Of a task that could not start: takes nothing. */
final class NoReceiver implements Receiver {
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
