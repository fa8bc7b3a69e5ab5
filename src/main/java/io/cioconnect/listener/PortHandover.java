package io.cioconnect.listener;

import java.util.Map;
import java.util.function.Consumer;

/**
 * How one version of this plugin gets a port from another one in the same JVM. Connect loads each version by a class loader of its
 * own, so the two share no class of ours: what they share is the system properties and types of the JDK. Whoever has a port puts a
 * consumer there; called with the name of a connector, it lets go of what that connector held, and of the port if nobody else holds
 * it. Thread-safe.
 */
final class PortHandover {
    private static final String PREFIX = "io.cioconnect.listener.port.";

    private final Map<Object, Object> shared;
    private final LetGo letGo;

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
        this.shared = shared;
        this.letGo = new LetGo(owner, letGo);
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
    boolean ask(int port, Iterable<String> connectors) {
        if (shared.get(PREFIX + port) instanceof Consumer<?> other
                && !(other instanceof LetGo ours && ours.owner() == letGo.owner())) {
            connectors.forEach((Consumer<String>) other);
            return connectors.iterator().hasNext();
        }
        return false;
    }
}
