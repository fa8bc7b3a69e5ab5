package io.cioconnect.listener;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How one version of this plugin gets a port from another one in the same JVM. Connect loads each version by a class loader of its
 * own, so the two share no class of ours: what they share is the system properties and types of the JDK. Whoever has a port puts a
 * consumer there; called with the name of a connector, it lets go of what that connector held, and of the port if nobody else holds
 * it. Thread-safe.
 */
final class PortHandover {
    private static final String PREFIX = "io.cioconnect.listener.port.";
    private static final long LOOK_NANOS = 5_000_000;
    private static final int LOOKS = 20;

    private final Map<Object, Object> shared;
    private final LetGo letGo;
    private final Predicate<Set<String>> letGoBeside;

    /** What a port that is bound puts there. */
    private record LetGo(Object owner, Consumer<String> action) implements Consumer<String> {
        @Override
        public void accept(String connector) {
            action.accept(connector);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /**
     * @param shared the system properties; a test's own map otherwise
     * @param owner of all ports of this version, which are never asked for each other
     */
    PortHandover(Map<Object, Object> shared, Object owner, Consumer<String> letGo) {
        this(shared, owner, letGo, connectors -> false);
    }

    /** @param letGoBeside asks for the port where this version has it on another address: true while that is about to be closed */
    PortHandover(Map<Object, Object> shared, Object owner, Consumer<String> letGo, Predicate<Set<String>> letGoBeside) {
        this.shared = shared;
        this.letGo = new LetGo(owner, letGo);
        this.letGoBeside = letGoBeside;
    }

    /** The port was bound. */
    void offer(int port) {
        shared.put(PREFIX + port, letGo);
    }

    /** The port was closed. */
    void withdraw(int port) {
        shared.remove(PREFIX + port, letGo);
    }

    /** The port is in use: another version of this plugin, if it is the one, is asked to close it. True if it was. */
    @SuppressWarnings("unchecked") // what else could stand under our name
    boolean ask(int port, Set<String> connectors) {
        if (shared.get(PREFIX + port) instanceof Consumer<?> other && isOfOtherVersion(other)) {
            connectors.forEach((Consumer<String>) other);
            return !connectors.isEmpty();
        }
        return false;
    }

    /**
     * Waits a moment for a port that is in use, and longer while another version has it, or this one on another address: asked for it, they
     * close it soon or not at all. Even a closed port is free only once the thread that accepted its connections has noticed.
     *
     * @param connectors that want the port
     */
    void await(int port, Set<String> connectors) {
        Object holder = shared.get(PREFIX + port);
        boolean isAwaited = holder != null && isOfOtherVersion(holder);
        int looks = letGoBeside.test(connectors) || isAwaited ? LOOKS : 1;
        for (int n = 0; n < looks && shared.get(PREFIX + port) == holder; n++) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean isOfOtherVersion(Object holder) {
        return !(holder instanceof LetGo ours && ours.owner() == letGo.owner());
    }
}
