package io.cioconnect.it.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.simulator.SampleEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Faults of those who send, of the ports, of the neighbours, and of the topics. */
final class DeliveryFaults {
    private static final int TOO_LARGE = 600_000;
    private static final int BURST = 40;
    private static final int OFTEN = 6;

    private final Rig rig;
    private final AtomicInteger odd = new AtomicInteger();

    private DeliveryFaults(Rig rig) {
        this.rig = rig;
    }

    static List<FaultKind> of(Rig rig) {
        DeliveryFaults faults = new DeliveryFaults(rig);
        List<FaultKind> kinds = new ArrayList<>(List.of(
                FaultKind.of("deliveries-malformed", "malformed", draw -> faults.malformed())
                        .times(OFTEN),
                FaultKind.of("deliveries-too-large", "too-large", draw -> faults.tooLarge())
                        .times(OFTEN),
                FaultKind.of("deliveries-abusive", "abusive", faults::abusive).times(OFTEN),
                FaultKind.of("deliveries-burst", "burst", draw -> faults.burst())
                        .times(OFTEN),
                FaultKind.of("second-connector", "neighbour", draw -> faults.secondConnector()),
                FaultKind.of("topic-deleted", "topic", faults::topicDeleted)));
        for (int number = 1; number <= rig.workers.size(); number++) {
            ConnectWorker worker = rig.workers.get(number - 1);
            kinds.add(FaultKind.of("port-taken-" + number, Faults.worker(number), draw -> portTaken(worker))
                    .holdingUp());
        }
        return kinds;
    }

    private Runnable malformed() {
        for (String body : List.of("{", "[]", "null", "{\"event_id\":7,\"metric\":\"\\ud800\"}", "\u0000\ufeff")) {
            send(body + " ".repeat(odd.incrementAndGet()));
        }
        return () -> {};
    }

    private Runnable tooLarge() {
        send("{\"event_id\":\"too-large-" + odd.incrementAndGet() + "\",\"x\":\"" + "x".repeat(TOO_LARGE) + "\"}");
        return () -> {};
    }

    private Runnable burst() {
        SampleEvents events = new SampleEvents();
        for (int i = 0; i < BURST; i++) {
            rig.parallel.send(events.get());
        }
        return () -> {};
    }

    /** Quarantine knows a body by its hash alone, so each is sent under a name of its own. */
    private void send(String body) {
        rig.parallel.send("odd-" + odd.incrementAndGet(), body.getBytes(UTF_8));
    }

    /** Straight to a receiver, past the load balancer: what must not disturb anybody. */
    private Runnable abusive(int draw) {
        List<String> requests = List.of(
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /webhooks/" + rig.connector + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
                "POST /webhooks/" + rig.connector + " HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n{",
                "TRACE / HTTP/9.9\r\n\r\n",
                "\u0000\u0001\u0002",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx");
        ConnectWorker worker = rig.workers.get(draw % rig.workers.size());
        for (String request : requests) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), worker.receiverPort())) {
                socket.getOutputStream().write(request.getBytes(UTF_8));
            } catch (IOException notListening) {
                return () -> {};
            }
        }
        return () -> {};
    }

    /** On the same port, under another path, without registration. */
    private Runnable secondConnector() {
        String name = rig.connector + "-neighbour";
        Map<String, String> config = new HashMap<>(rig.group.config());
        config.keySet().removeIf(key -> key.startsWith("app.api.") || key.startsWith("refresh."));
        config.put("webhook.registration", "manual");
        config.remove("webhook.public.url");
        config.put("tables", "*_events");
        config.put("topic.prefix", name);
        config.put("tasks.max", "1");
        rig.group.configure(name, config);
        return () -> rig.group.delete(name);
    }

    /** Of lists alone: what is deleted of events is lost. */
    private Runnable topicDeleted(int draw) {
        String topic = rig.connector + "." + Rig.TABLES.get(draw % Rig.TABLES.size());
        Properties properties = new Properties();
        properties.putAll(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, rig.brokers.bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 4_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000));
        try (Admin admin = Admin.create(properties)) {
            admin.deleteTopics(List.of(topic)).all().get(5, TimeUnit.SECONDS);
            rig.history.add("topic-deleted", Map.of("topic", topic));
        } catch (ExecutionException | TimeoutException e) {
            rig.history.add("topic-not-deleted", Map.of("topic", topic, "because", e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return () -> {};
    }

    /** Somebody else has the port when the worker comes back from a kill, for as long as the fault lasts. */
    private static Runnable portTaken(ConnectWorker worker) {
        worker.kill();
        try {
            ServerSocket taken = new ServerSocket(worker.receiverPort(), 1, InetAddress.getLoopbackAddress());
            worker.launch();
            return () -> close(taken);
        } catch (IOException stillInUse) {
            return worker::launch;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
