package io.cioconnect.listener;

import io.cioconnect.config.PathSegments;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The paths of a port that connectors count on although no task of theirs holds them: a task let go, failed, never got its path, or
 * could not even start. They are answered 503 for a while. Times are nanoseconds of one clock. Not thread-safe.
 */
final class ReleasedPaths {
    private static final Duration LONGEST = Duration.ofDays(10_000); // what fits in nanoseconds, with room to spare
    private static final Duration FAILED_TASK_LETS_GO = Duration.ofDays(1);

    /**
     * @param wasHeld otherwise it keeps no other connector waiting
     * @param closeAt until then the port stays open for it
     * @param forgetAt until then it is answered 503 while the port is open
     */
    private record Released(Lease last, boolean wasHeld, long since, long closeAt, long forgetAt) {}

    private final Map<PathSegments, Released> paths = new HashMap<>();
    private final Duration returnGrace;

    /** @param returnGrace how long a connector may take to come back before another one gets the path */
    ReleasedPaths(Duration returnGrace) {
        this.returnGrace = returnGrace;
    }

    /**
     * A task let go of a path.
     *
     * @param wasHeld it had the path; otherwise it waited for it
     */
    void add(Lease lease, boolean wasHeld, boolean taskFailed, long now) {
        Released before = paths.get(lease.path());
        if (!wasHeld && before != null && before.wasHeld()) {
            return; // it is still the path of whoever held it
        }
        Duration keepOpen = lease.config().listener().keepOpen();
        if (taskFailed && keepOpen.compareTo(FAILED_TASK_LETS_GO) < 0) {
            keepOpen = FAILED_TASK_LETS_GO;
        }
        long closeAt = keepOpen.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : now + keepOpen.toNanos();
        put(lease, wasHeld, now, closeAt);
    }

    /** A task could not start. What an earlier task of this connector left on the path is better known than what this one could read. */
    void addFailedStart(Lease lease, long now) {
        Released before = paths.get(lease.path());
        if (before != null && before.last().connector().equals(lease.connector())) {
            add(before.last(), before.wasHeld(), true, now);
        } else {
            add(lease, false, true, now);
        }
    }

    /** Another version of the plugin runs the connector now: the port is not kept open for it, and its path not called unknown. */
    void addYielded(Lease lease, long now) {
        put(lease, true, now, now);
    }

    /** The same for all paths that this connector had let go of before. */
    void addYielded(String connector, long now) {
        List.copyOf(paths.values()).stream()
                .map(Released::last)
                .filter(last -> last.connector().equals(connector))
                .forEach(last -> addYielded(last, now));
    }

    /** However soon the port may be closed: a task that restarts must not find that its path was answered 404 meanwhile. */
    private void put(Lease lease, boolean wasHeld, long now, long closeAt) {
        long forgetAt = Math.max(closeAt, now + returnGrace.toNanos());
        paths.put(lease.path(), new Released(lease, wasHeld, now, closeAt, forgetAt));
    }

    /** A task holds the path again. */
    void remove(PathSegments path) {
        paths.remove(path);
    }

    void clear() {
        paths.clear();
    }

    /** Forgets what is due; returns whether there was anything. */
    boolean forget(long now) {
        return paths.values().removeIf(path -> path.forgetAt() <= now);
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    /** Whether the port stays open for one of them. */
    boolean keepOpen(long now) {
        return paths.values().stream().anyMatch(path -> path.closeAt() > now);
    }

    /** Those whose connectors may be back at any moment, so that no other gets the path or changes the settings. */
    List<Lease> returning(long now) {
        return paths.values().stream()
                .filter(Released::wasHeld)
                .filter(path -> path.since() > now - returnGrace.toNanos() && path.closeAt() > now)
                .map(Released::last)
                .toList();
    }

    void forEach(BiConsumer<PathSegments, Lease> action) {
        paths.forEach((path, released) -> action.accept(path, released.last()));
    }
}
