package io.cioconnect.listener;

import io.cioconnect.testing.WebhookSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One address and port as the documentation describes it: who holds a path, who waits, and who is gone and may be back. */
final class PortModel {
    private static final long GRACE = Duration.ofSeconds(15).toNanos();
    private static final long DAY = Duration.ofDays(1).toNanos();

    /** A path without a task. */
    static final class Gone {
        final ModelTask last;
        final boolean wasHeld;
        final long since;
        long closeAt;
        long forgetAt;
        boolean mayHaveMoved; // then the address may have been let go of for the one that its connector has now

        Gone(ModelTask last, boolean wasHeld, long since, long closeAt) {
            this.last = last;
            this.wasHeld = wasHeld;
            this.since = since;
            this.closeAt = closeAt;
            this.forgetAt = Math.max(closeAt, since + GRACE);
        }
    }

    final HostPort address;
    final List<ModelTask> held = new ArrayList<>();
    final List<ModelTask> waiting = new ArrayList<>();
    final Map<String, Gone> gone = new HashMap<>();
    private WebhookSettings lastHeld;

    /** @param first who makes the listener know the address */
    PortModel(HostPort address, ModelTask first) {
        this.address = address;
        this.lastHeld = first.settings;
    }

    /** What applies to the port as a whole: those of who came last. */
    WebhookSettings settings() {
        if (!held.isEmpty()) {
            lastHeld = held.get(held.size() - 1).settings;
        }
        return lastHeld;
    }

    /** Its settings allow the caller. */
    boolean lets(InetAddress caller) {
        var allowed = settings().verification().allowedAddresses();
        return allowed.isEmpty() || allowed.contain(caller);
    }

    void add(ModelTask task, long now) {
        letGoOfOlder(task, false, now);
        if (!take(task, now)) {
            waiting.add(task);
        }
    }

    void takeBack(ModelTask task, long now) {
        if (tasks().noneMatch(other -> isSameReceiver(other, task))) {
            task.lost = false;
            add(task, now);
        }
    }

    private void letGoOfOlder(ModelTask task, boolean failed, long now) {
        tasks().filter(older -> isSameReceiver(older, task)).toList().forEach(older -> {
            older.lost = true;
            release(older, failed, now);
        });
    }

    private static boolean isSameReceiver(ModelTask one, ModelTask other) {
        return one.connector.equals(other.connector) && one.number == other.number;
    }

    void release(ModelTask task, boolean failed, long now) {
        boolean wasHeld = held.remove(task);
        settings();
        boolean waited = waiting.remove(task);
        if (wasHeld || waited) {
            leave(task, wasHeld, failed, now);
        }
    }

    private void leave(ModelTask task, boolean wasHeld, boolean failed, long now) {
        boolean isHeld = held.stream().anyMatch(other -> other.path().equals(task.path()));
        Gone before = gone.get(task.path());
        if (!isHeld && (wasHeld || before == null || !before.wasHeld)) {
            long keepOpen = task.settings.listener().keepOpen().toNanos();
            gone.put(task.path(), new Gone(task, wasHeld, now, now + (failed ? Math.max(DAY, keepOpen) : keepOpen)));
        }
    }

    void failedStart(ModelTask task, long now) {
        letGoOfOlder(task, true, now);
        Gone before = gone.get(task.path());
        if (before != null && before.last.connector.equals(task.connector)) {
            leave(before.last, before.wasHeld, true, now);
        } else {
            leave(task, false, true, now);
        }
    }

    void timePassed(long now) {
        gone.values().removeIf(path -> path.forgetAt <= now);
        List.copyOf(waiting).forEach(task -> take(task, now));
    }

    /** After all was done that was to be done: nobody keeps others waiting who listens elsewhere now. */
    void settled(long now) {
        waiting.stream().filter(ModelTask::isBound).toList().forEach(task -> {
            if (!isHindered(task, now, false)) {
                hold(task);
            }
        });
    }

    private boolean take(ModelTask task, long now) {
        if (isHindered(task, now, true)) {
            return false;
        }
        hold(task);
        return true;
    }

    private boolean isHindered(ModelTask task, long now, boolean byMovers) {
        Stream<ModelTask> returning = gone.values().stream()
                .filter(path -> path.wasHeld && now - path.since < GRACE && path.closeAt > now)
                .filter(path -> byMovers || !path.mayHaveMoved)
                .map(path -> path.last);
        return Stream.concat(held.stream(), returning).anyMatch(task::isInTheWayOf);
    }

    private void hold(ModelTask task) {
        waiting.remove(task);
        gone.remove(task.path());
        held.add(task);
        settings();
    }

    /** Some connector of these has another address now, which cannot be open beside this one. */
    void mayHaveMoved(Collection<String> connectors, long now) {
        gone.values().stream()
                .filter(path -> connectors.contains(path.last.connector) && !path.mayHaveMoved)
                .forEach(path -> {
                    path.mayHaveMoved = true;
                    path.forgetAt = now + GRACE;
                });
    }

    Stream<ModelTask> tasks() {
        return Stream.concat(held.stream(), waiting.stream());
    }

    /** All who count on a path here. */
    Stream<ModelTask> claims(long now) {
        return Stream.concat(
                tasks(),
                gone.values().stream().filter(path -> path.forgetAt > now).map(path -> path.last));
    }

    boolean hasToBeOpen(long now) {
        return tasks().findAny().isPresent()
                || gone.values().stream().anyMatch(path -> path.closeAt > now && !path.mayHaveMoved);
    }

    boolean mayBeOpen(long now) {
        return tasks().findAny().isPresent() || gone.values().stream().anyMatch(path -> path.closeAt > now);
    }

    @Override
    public String toString() {
        return address + " held " + held + " waiting " + waiting + " gone "
                + gone.values().stream()
                        .map(path -> path.last + " until " + path.forgetAt / 1_000_000_000
                                + (path.mayHaveMoved ? " moved" : ""))
                        .toList();
    }
}
