package io.cioconnect.listener;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A receiver that does as it is told: the signature {@code good} is genuine, none cannot be, and all is acknowledged at once. */
final class FakeReceiver implements Receiver {
    /** Bodies one character per byte, the digest in hex. */
    record Received(String body, long size, String sha256, Instant receivedAt) {}

    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    final List<Answer> answers = new CopyOnWriteArrayList<>();
    final AtomicLong signedBytes = new AtomicLong();
    volatile boolean open = true;
    volatile boolean ready = true;
    volatile Function<Received, CompletableFuture<Answer>> outcome =
            delivery -> CompletableFuture.completedFuture(Answer.ACKNOWLEDGED);

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public Signature signature(List<String> timestampHeaders, List<String> signatureHeaders) {
        return new Signature() {
            @Override
            public boolean cannotBeGenuine() {
                return signatureHeaders.isEmpty();
            }

            @Override
            public void update(byte[] bytes, int offset, int length) {
                signedBytes.addAndGet(length);
            }

            @Override
            public boolean isGenuine() {
                return signatureHeaders.equals(List.of("good"));
            }
        };
    }

    @Override
    public CompletableFuture<Answer> receive(byte[] body, Instant receivedAt) {
        return take(new Received(new String(body, StandardCharsets.ISO_8859_1), body.length, "", receivedAt));
    }

    @Override
    public CompletableFuture<Answer> receiveTooLarge(byte[] head, long size, byte[] sha256, Instant receivedAt) {
        return take(new Received(
                new String(head, StandardCharsets.ISO_8859_1),
                size,
                HexFormat.of().formatHex(sha256),
                receivedAt));
    }

    @Override
    public void answered(Answer answer) {
        answers.add(answer);
    }

    private CompletableFuture<Answer> take(Received delivery) {
        received.add(delivery);
        return outcome.apply(delivery);
    }
}
