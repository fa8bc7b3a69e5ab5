package io.cioconnect.it.rig;

import io.cioconnect.it.harness.ConnectWorker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Watches that a port, once bound, stays bound as long as its worker lives: no life cycle of a connector may close it. Thread-safe. */
final class PortWatch {
    /** So long after a worker was disturbed, or the port's own settings were, nothing is expected of ports. */
    private static final Duration SETTLING = Duration.ofSeconds(15);

    private final List<ConnectWorker> workers;
    private final Set<ConnectWorker> bound = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private Instant settled = Instant.now();

    PortWatch(List<ConnectWorker> workers) {
        this.workers = workers;
    }

    synchronized void disturbedBy(FaultKind kind) {
        if (kind.resource().equals("workers") || kind.name().startsWith("config-")) {
            settled = Instant.now().plus(SETTLING);
            bound.clear();
        }
    }

    synchronized void look() {
        if (Instant.now().isBefore(settled)) {
            return;
        }
        for (ConnectWorker worker : workers) {
            if (isBound(worker.receiverPort())) {
                bound.add(worker);
            } else if (bound.remove(worker) && worker.isAlive()) {
                violations.add("C4: port " + worker.receiverPort() + " was closed while its worker lived, at "
                        + Instant.now());
            }
        }
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    private static boolean isBound(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
