package io.cioconnect.it.rig;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Whether the connector has worked, since the last fault that stopped it, for as long as it had not. Most such faults wait for that, else a slow machine
 * would see nothing but workers that start. Thread-safe.
 */
final class Recovery {
    /** Enough for some events and a pass. */
    private static final Duration SHORTEST = Duration.ofSeconds(4);

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** One in so many waits for nothing, and meets whatever there is. */
    private static final int IMPATIENT = 4;

    private final IntSupplier acknowledged;
    private final Clock clock;
    private int active; // guarded by this
    private int before; // guarded by this
    private boolean stopped; // guarded by this
    private Instant stoppedAt = Instant.EPOCH; // guarded by this
    private Instant worksAgainAt = Instant.EPOCH; // guarded by this

    /** @param acknowledged events so far */
    Recovery(IntSupplier acknowledged, Clock clock) {
        this.acknowledged = acknowledged;
        this.clock = clock;
    }

    /** Whether tasks, a worker or the broker stop for it. */
    static boolean stopsWork(FaultKind kind) {
        return kind.resource().startsWith("worker-")
                || List.of("broker", "link-broker", "connector", "neighbour").contains(kind.resource());
    }

    synchronized void begun(FaultKind kind) {
        if (stopsWork(kind)) {
            look();
            stoppedAt = stopped ? stoppedAt : clock.instant();
            stopped = true;
            active++;
        }
    }

    synchronized void ended(FaultKind kind) {
        if (stopsWork(kind)) {
            active--;
            before = acknowledged.getAsInt();
        }
    }

    synchronized boolean admits(FaultKind kind, int draw) {
        look();
        return !stopsWork(kind) || draw % IMPATIENT == 0 || hasWorkedLongEnough();
    }

    private synchronized void look() {
        if (stopped && active == 0 && acknowledged.getAsInt() > before) {
            stopped = false;
            worksAgainAt = clock.instant();
        }
    }

    private synchronized boolean hasWorkedLongEnough() {
        Duration outage = Duration.between(stoppedAt, worksAgainAt);
        Duration needed = outage.compareTo(SHORTEST) < 0 ? SHORTEST : outage.compareTo(LONGEST) > 0 ? LONGEST : outage;
        return !stopped && clock.instant().isAfter(worksAgainAt.plus(needed));
    }
}
