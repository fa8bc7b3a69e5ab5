package io.cioconnect.listener;

import io.cioconnect.pace.LogThrottle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who holds which path of one address and port, who waits for one, and which paths were held lately. Changes are made under the
 * registry's lock; {@link #table} is read by any thread.
 */
final class SharedListener {
    private static final Logger log = LoggerFactory.getLogger(SharedListener.class);
    private static final Duration LONGEST = Duration.ofDays(10_000); // what fits in nanoseconds, with room to spare
    private static final long FOR_EVER = Long.MAX_VALUE;

    /** A path nobody holds any more. {@code forgetAt} counts nanoseconds from the start of the listener. */
    private record Remembered(TaskLease last, long sinceNanos, long forgetAt) {}

    private final HostPort address;
    private final ListenerTimings timings;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final List<TaskLease> held = new ArrayList<>(); // oldest first
    private final Map<TaskLease, LogThrottle> waiting = new LinkedHashMap<>();
    private final Map<PathSegments, Remembered> remembered = new HashMap<>();
    private volatile PathTable table;

    SharedListener(TaskLease first, ListenerTimings timings, LongSupplier nanoTime) {
        this.address = first.address();
        this.timings = timings;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.table = new PathTable(first.settings(), first.trustedProxies(), first.allowedAddresses(), Map.of(), false);
    }

    PathTable table() {
        return table;
    }

    HostPort address() {
        return address;
    }

    List<TaskLease> held() {
        return List.copyOf(held);
    }

    boolean holds(TaskLease lease) {
        return held.contains(lease);
    }

    /** The port has to be open: somebody holds a path, or one is still remembered. */
    boolean isWanted() {
        return !held.isEmpty() || !remembered.isEmpty();
    }

    boolean isForgotten() {
        return !isWanted() && waiting.isEmpty();
    }

    void add(TaskLease lease) {
        List.copyOf(held).stream().filter(lease::replaces).forEach(older -> release(older, false));
        waiting.keySet().removeIf(lease::replaces);
        if (!take(lease)) {
            waiting.put(lease, new LogThrottle(timings.complain(), nanoTime));
            complain();
        }
    }

    void release(TaskLease lease, boolean taskFailed) {
        waiting.remove(lease);
        if (!held.remove(lease)) {
            return;
        }
        boolean pathStillHeld = held.stream().anyMatch(other -> other.path().equals(lease.path()));
        if (!pathStillHeld) {
            Duration keepOpen = lease.config().keepOpen();
            boolean forEver = taskFailed || keepOpen.compareTo(LONGEST) > 0;
            remembered.put(lease.path(), new Remembered(lease, now(), forEver ? FOR_EVER : now() + keepOpen.toNanos()));
        }
        publish();
    }

    /** Time passes: paths are forgotten, and who waits tries again. */
    void tick() {
        if (remembered.values().removeIf(path -> path.forgetAt() <= now())) {
            publish();
        }
        List.copyOf(waiting.keySet()).forEach(lease -> {
            if (take(lease)) {
                waiting.remove(lease);
                log.info("Connector {} now holds its path on {}", lease.connector(), address);
            }
        });
        complain();
    }

    private boolean take(TaskLease lease) {
        if (conflict(lease).isPresent()) {
            return false;
        }
        remembered.remove(lease.path());
        held.add(lease);
        publish();
        return true;
    }

    /** Both to be read after "connector so-and-so". */
    private record Conflict(String connector, String what, String remedy) {
        static Conflict path(String connector) {
            return new Conflict(
                    connector,
                    "already listens there on the same webhook.listen.path",
                    "Give this one another path or port");
        }

        static Conflict settings(String connector, List<String> keys) {
            return new Conflict(
                    connector,
                    "already listens there with another " + String.join(", ", keys),
                    "Give both the same values, or this one another webhook.listen.port");
        }
    }

    private Optional<Conflict> conflict(TaskLease lease) {
        var others = new ArrayList<>(held);
        long graceEnds = now() - timings.returnGrace().toNanos();
        remembered.values().stream()
                .filter(path -> path.sinceNanos() > graceEnds)
                .map(Remembered::last)
                .forEach(others::add);
        for (TaskLease other : others) {
            if (other.connector().equals(lease.connector())) {
                continue;
            }
            if (other.path().equals(lease.path())) {
                return Optional.of(Conflict.path(other.connector()));
            }
            List<String> keys = lease.settings().differences(other.settings());
            if (!keys.isEmpty()) {
                return Optional.of(Conflict.settings(other.connector(), keys));
            }
        }
        return Optional.empty();
    }

    private void complain() {
        waiting.forEach((lease, throttle) -> conflict(lease).ifPresent(conflict -> {
            if (throttle.acquire()) {
                log.error(
                        "Connector {} cannot listen on {}: connector {} {}. {}; it is tried again until then",
                        lease.connector(),
                        address,
                        conflict.connector(),
                        conflict.what(),
                        conflict.remedy());
            }
        }));
    }

    private void publish() {
        var paths = new HashMap<PathSegments, PathTable.Leased>();
        remembered.forEach((path, old) -> paths.put(path, leased(old.last(), List.of())));
        for (TaskLease lease : held) {
            List<TaskLease> sharing = held.stream()
                    .filter(other -> other.path().equals(lease.path()))
                    .toList();
            // the newest one's tokens: a token that was taken out of the list is revoked at once
            paths.put(lease.path(), leased(lease, sharing));
        }
        if (held.isEmpty()) {
            table = new PathTable(
                    table.settings(), table.trustedProxies(), table.allowedAddresses(), Map.copyOf(paths), false);
        } else {
            TaskLease newest = held.get(held.size() - 1);
            table = new PathTable(
                    newest.settings(), newest.trustedProxies(), newest.allowedAddresses(), Map.copyOf(paths), true);
        }
    }

    private static PathTable.Leased leased(TaskLease lease, List<TaskLease> sharing) {
        return new PathTable.Leased(new UrlTokens(lease.config().urlTokens()), sharing);
    }

    private long now() {
        return nanoTime.getAsLong() - startedAt;
    }
}
