package io.cioconnect.it.rig;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the connector has come to work again after the last fault that stopped it. Most such faults wait for that, else a slow machine would see
 * nothing but workers that start. Thread-safe.
 */
final class Recovery {
    /** Enough for some events and a pass. */
    private static final Duration WORKING = Duration.ofSeconds(4);

    /** One in so many waits for nothing, and meets whatever there is. */
    private static final int IMPATIENT = 4;

    private final IntSupplier acknowledged;
    private int active; // guarded by this
    private int before; // guarded by this
    private @Nullable Instant since = Instant.EPOCH; // guarded by this

    /** @param acknowledged events so far */
    Recovery(IntSupplier acknowledged) {
        this.acknowledged = acknowledged;
    }

    /** Whether tasks, a worker or the broker stop for it. */
    static boolean stopsWork(FaultKind kind) {
        return kind.resource().startsWith("worker-")
                || List.of("broker", "link-broker", "connector", "neighbour").contains(kind.resource());
    }

    synchronized void begun(FaultKind kind) {
        active += stopsWork(kind) ? 1 : 0;
    }

    synchronized void ended(FaultKind kind) {
        if (stopsWork(kind)) {
            active--;
            before = acknowledged.getAsInt();
            since = null;
        }
    }

    synchronized boolean admits(FaultKind kind, int draw) {
        if (since == null && acknowledged.getAsInt() > before) {
            since = Instant.now();
        }
        return !stopsWork(kind) || draw % IMPATIENT == 0 || isWorking();
    }

    private synchronized boolean isWorking() {
        return active == 0 && since != null && Instant.now().isAfter(since.plus(WORKING));
    }
}
