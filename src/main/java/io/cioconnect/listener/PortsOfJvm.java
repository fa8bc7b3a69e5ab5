package io.cioconnect.listener;

import io.cioconnect.config.PathSegments;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the ports of this JVM have to know of each other. Two of them may have the same number and hosts that overlap, such as
 * {@code 0.0.0.0} and {@code 127.0.0.1}: then only one can be opened. Thread-safe.
 */
final class PortsOfJvm {
    private volatile List<Port> ports = List.of();
    private volatile Map<HostPort, List<Port>> healthOf = Map.of();

    /** These are all ports for deliveries now. */
    void update(Collection<Port> all) {
        ports = List.copyOf(all);
    }

    /** These are the addresses of health ports now, with those they speak for. */
    void updateHealth(Map<HostPort, List<Port>> served) {
        healthOf = Map.copyOf(served);
    }

    /** The ports for deliveries that a health port speaks for. */
    List<Port> servedBy(HostPort health) {
        return healthOf.getOrDefault(health, List.of());
    }

    boolean isHealth(HostPort address) {
        return healthOf.containsKey(address);
    }

    /** Who keeps a port for deliveries from being opened, in a sentence; empty when nobody here does. */
    Optional<String> holderOf(HostPort wanted) {
        return deliveriesOn(wanted).or(() -> healthOn(wanted, healthOf.keySet()));
    }

    /** The same for a health port. */
    Optional<String> holderOfHealth(HostPort wanted) {
        Set<HostPort> others = new HashSet<>(healthOf.keySet());
        others.remove(wanted);
        return deliveriesOn(wanted).or(() -> healthOn(wanted, others));
    }

    private Optional<String> deliveriesOn(HostPort wanted) {
        return ports.stream()
                .filter(port ->
                        port.address().port() == wanted.port() && port.server().isOpen())
                .findFirst()
                .map(port -> "Connector " + names(port) + " listens for deliveries on " + port.address());
    }

    private Optional<String> healthOn(HostPort wanted, Set<HostPort> addresses) {
        return addresses.stream()
                .filter(health -> health.port() == wanted.port())
                .findFirst()
                .map(health -> "It is the webhook.health.port of connector "
                        + servedBy(health).stream().map(PortsOfJvm::names).collect(Collectors.joining(", ")));
    }

    /** One of those that cannot be open together with this one is open, and not about to be closed. Looks hosts up. */
    boolean isOpenBeside(HostPort wanted) {
        return beside(wanted).stream().anyMatch(port -> port.server().isOpen() && port.isWanted());
    }

    /** Those that cannot be open together with this one. Looks hosts up. */
    List<Port> beside(HostPort wanted) {
        return ports.stream().filter(port -> port.address().excludes(wanted)).toList();
    }

    private static String names(Port port) {
        return port.routes().connectors().stream().sorted().collect(Collectors.joining(", "));
    }

    /** Those who count on this path on a port of the same number that is not open. */
    Stream<Lease> unservedBeside(Port open, PathSegments called) {
        return ports.stream()
                .filter(port ->
                        port != open && port.address().port() == open.address().port())
                .filter(port -> !port.server().isOpen())
                .flatMap(port -> port.routes().all(called));
    }
}
