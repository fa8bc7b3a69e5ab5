package io.cioconnect.listener;

import io.cioconnect.digest.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of one delivery while it arrives. Room is taken from the listener's limit as bytes come, not as they are announced.
 * Once the body is larger than an ordinary one, only its head, size and digest are kept. Thread-safe: a deadline may discard it
 * while it is being filled.
 */
final class BodyBuffer {
    /** What is kept of a body that is too large to become an event. */
    static final int HEAD = 256 * 1024;

    private static final int FIRST_ROOM = 4 * 1024;

    private final int maxBody;
    private final int maxRoom;
    private final InFlightLimit limit;
    private final long maxBytesInFlight;
    private byte[] kept = new byte[0];
    private int keptSize;
    private long size;
    private @Nullable MessageDigest digest; // null while the body is an ordinary one
    private boolean discarded;

    /** @param announced the Content-Length, or a negative number when there is none */
    BodyBuffer(int maxBody, long announced, InFlightLimit limit, long maxBytesInFlight) {
        this.maxBody = maxBody;
        int mostKept = Math.max(maxBody, HEAD);
        this.maxRoom = announced < 0 ? mostKept : (int) Math.min(announced, mostKept);
        this.limit = limit;
        this.maxBytesInFlight = maxBytesInFlight;
    }

    /** Takes what has arrived; false when the listener already holds as many bytes as it may. */
    synchronized boolean add(ByteBuffer arrived) {
        int length = arrived.remaining();
        size += length;
        if (discarded) {
            return true;
        }
        if (size > maxBody && digest == null) {
            digest = Sha256.begin();
            digest.update(kept, 0, keptSize);
            keptSize = Math.min(keptSize, HEAD);
            resize(Math.min(kept.length, Math.min(HEAD, maxRoom)));
        }
        if (digest != null) {
            digest.update(arrived.duplicate());
        }
        int wanted = digest == null ? length : Math.min(length, HEAD - keptSize);
        if (!makeRoom(keptSize + wanted)) {
            return false;
        }
        arrived.get(kept, keptSize, wanted);
        keptSize += wanted;
        return true;
    }

    synchronized long size() {
        return size;
    }

    synchronized boolean isTooLarge() {
        return digest != null;
    }

    /**
     * The ordinary body, or the head of one that is too large; empty once it was discarded. The room stays taken until {@link #discard},
     * which leaves alone what was taken before.
     */
    synchronized Optional<byte[]> take() {
        if (discarded) {
            return Optional.empty();
        }
        resize(keptSize);
        return Optional.of(kept);
    }

    /** Of the complete body; only of one that is too large. Call once. */
    synchronized byte[] sha256() {
        if (digest == null) {
            throw new IllegalStateException("An ordinary body is not digested");
        }
        return digest.digest();
    }

    /** Gives the room back; what comes later is counted but not kept. */
    synchronized void discard() {
        discarded = true;
        keptSize = 0;
        resize(0);
    }

    private boolean makeRoom(int needed) {
        if (needed <= kept.length) {
            return true;
        }
        int room = Math.max(needed, Math.min(maxRoom, Math.max(FIRST_ROOM, kept.length * 2)));
        if (!limit.tryReserve(room - kept.length, kept.length, maxBytesInFlight)) {
            return false;
        }
        try {
            kept = Arrays.copyOf(kept, room);
        } catch (OutOfMemoryError e) {
            limit.release(room - kept.length);
            throw e;
        }
        return true;
    }

    private void resize(int room) {
        if (room < kept.length) {
            // before the release: should there be no memory for the copy, nothing was given back
            byte[] shorter = Arrays.copyOf(kept, room);
            limit.release(kept.length - room);
            kept = shorter;
        }
    }
}
