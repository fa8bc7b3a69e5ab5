package io.cioconnect.it.rig;

import io.cioconnect.it.harness.ConnectWorker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Watches that a port, once bound, stays bound as long as its worker lives: no life cycle of a connector may close it. Thread-safe. */
final class PortWatch {
    /** So long after a worker was disturbed nothing is expected of its port. */
    private static final Duration SETTLING = Duration.ofSeconds(15);

    /** The same after the port's own settings were changed, which closes it: the change may wait until the group is done with others. */
    private static final Duration CHANGING = Duration.ofSeconds(60);

    private static final int PATIENCE_MILLIS = 500;

    private final List<ConnectWorker> workers;
    private final Set<ConnectWorker> bound = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<ConnectWorker, Instant> settled = new HashMap<>();

    PortWatch(List<ConnectWorker> workers) {
        this.workers = workers;
    }

    synchronized void disturbedBy(FaultKind kind) {
        for (int number = 1; number <= workers.size(); number++) {
            if (kind.resource().equals("worker-" + number) || changesPorts(kind)) {
                ConnectWorker worker = workers.get(number - 1);
                Instant settles = Instant.now().plus(changesPorts(kind) ? CHANGING : SETTLING);
                settled.merge(worker, settles, (known, more) -> known.isAfter(more) ? known : more);
                bound.remove(worker);
            }
        }
    }

    private static boolean changesPorts(FaultKind kind) {
        return kind.name().startsWith("config-webhook.listen") || kind.name().startsWith("config-webhook.ssl");
    }

    synchronized void look() {
        for (ConnectWorker worker : workers) {
            if (Instant.now().isBefore(settled.getOrDefault(worker, Instant.EPOCH))) {
                continue;
            }
            switch (look(worker.receiverPort())) {
                case BOUND -> bound.add(worker);
                case CLOSED -> {
                    if (bound.remove(worker) && worker.isAlive()) {
                        violations.add("C4: port " + worker.receiverPort() + " was closed while its worker lived, at "
                                + Instant.now());
                    }
                }
                case SLOW -> {}
            }
        }
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    private enum Looks {
        BOUND,
        CLOSED,
        /** On a starved machine even a refusal may come too late, so that nothing can be said. */
        SLOW
    }

    private static Looks look(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            return Looks.BOUND;
        } catch (SocketTimeoutException slow) {
            return Looks.SLOW;
        } catch (IOException refused) {
            return Looks.CLOSED;
        }
    }
}
