package io.cioconnect.listener;

import io.cioconnect.pace.Deadlines;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in one delivery: checks its body while it arrives, hands it over, and answers in time whatever happens. */
final class DeliveryIntake implements Exchange.BodySink {
    /** A larger body is refused without looking at the rest. */
    static final long LARGEST_BODY = 8L << 20;

    private static final Logger log = LoggerFactory.getLogger(DeliveryIntake.class);

    private final Exchange exchange;
    private final Receiver receiver;
    private final Signature signature;
    private final Supplier<Answer> unverified;
    private final BodyBuffer body;
    private final InFlightLimit limit;
    private final Instant receivedAt;
    private final Deadlines deadlines;
    private final long timeoutMillis;
    private volatile Deadlines.@Nullable Deadline deadline; // null until it is set, by when it may have come already

    /**
     * @param unverified the answer when the signature is wrong
     * @param limit entered by the caller, left here
     */
    DeliveryIntake(
            Exchange exchange,
            Receiver receiver,
            Signature signature,
            Supplier<Answer> unverified,
            BodyBuffer body,
            InFlightLimit limit,
            Instant receivedAt,
            Deadlines deadlines,
            long timeoutMillis) {
        this.exchange = exchange;
        this.receiver = receiver;
        this.signature = signature;
        this.unverified = unverified;
        this.body = body;
        this.limit = limit;
        this.receivedAt = receivedAt;
        this.deadlines = deadlines;
        this.timeoutMillis = timeoutMillis;
    }

    /** Not before: a deadline that came earlier would find nobody to tell that the place is free. */
    @Override
    public void begun() {
        if (signature.cannotBeGenuine()) {
            // A stranger's body gets no memory. It is awaited all the same: who is closed on while still writing
            // does not see the answer.
            body.discard();
        }
        deadline = deadlines.in(timeoutMillis, this::runOut);
    }

    @Override
    public void arrived(ByteBuffer bytes) {
        try {
            if (body.size() + bytes.remaining() > LARGEST_BODY) {
                exchange.answer(Answer.TOO_LARGE);
                return;
            }
            if (!signature.cannotBeGenuine()) {
                updateSignature(bytes);
            }
            if (!body.add(bytes)) {
                exchange.answer(Answer.UNAVAILABLE);
            }
        } catch (RuntimeException | Error e) {
            answerFailure(e);
        }
    }

    @Override
    public void complete() {
        try {
            if (!signature.isGenuine()) {
                exchange.answer(unverified.get());
                return;
            }
            // empty when the deadline came between the last byte and here: it was answered, and there is nothing left
            // of it
            body.take().ifPresent(this::handOver);
        } catch (RuntimeException | Error e) {
            answerFailure(e);
        }
    }

    private void handOver(byte[] kept) {
        CompletableFuture<Answer> outcome = body.isTooLarge()
                ? receiver.receiveTooLarge(kept, body.size(), body.sha256(), receivedAt)
                : receiver.receive(kept, receivedAt);
        var unused = outcome.whenComplete((answer, failure) -> {
            if (failure == null) {
                exchange.answer(answer);
            } else {
                answerFailure(failure);
            }
        });
    }

    @Override
    public void over() {
        Deadlines.Deadline pending = deadline;
        if (pending != null) {
            pending.cancel();
        }
        body.discard();
        limit.leave();
    }

    /** The deadline covers the whole delivery: what a slow body has used up is missing for Kafka. */
    private void runOut() {
        exchange.answer(exchange.isBodyComplete() ? Answer.UNAVAILABLE : Answer.TOO_SLOW);
    }

    private void updateSignature(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            signature.update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        } else {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            signature.update(copy, 0, copy.length);
        }
    }

    private void answerFailure(Throwable failure) {
        // without its message, which may quote the body
        log.error(
                "A delivery failed and was answered 503: {}. DEBUG for io.cioconnect.listener shows the stack trace; please report it",
                failure.getClass().getName());
        log.debug("The failed delivery", failure);
        exchange.answer(Answer.UNAVAILABLE);
    }
}
