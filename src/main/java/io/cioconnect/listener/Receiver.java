package io.cioconnect.listener;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a listener asks of the task that holds a lease. Implementations are thread-safe, never block and outlive their lease. */
public interface Receiver {
    /** Deliveries can be verified and taken: not closed, a signing key or token is set, and polled within 2 s or about to be. */
    boolean isOpen();

    /** A delivery would be accepted now: open, and polled within 2 s. */
    boolean isReady();

    /** Starts the check of a delivery. All values of each header as received; none when it is missing. */
    Signature signature(List<String> timestampHeaders, List<String> signatureHeaders);

    /**
     * Takes a verified delivery. The future ends with the answer, on any thread but the producer's.
     *
     * @param receivedAt when the request arrived; the deadline runs from there, not from this call
     */
    CompletableFuture<Answer> receive(byte[] body, Instant receivedAt);

    /** Takes what is kept of a verified delivery that was larger than the largest ordinary body. */
    CompletableFuture<Answer> receiveTooLarge(byte[] head, long size, byte[] sha256, Instant receivedAt);

    /** Told of the answer a request got, whoever decided it: this receiver's path, or before a path was known the port it listens on. */
    void answered(Answer answer);
}
