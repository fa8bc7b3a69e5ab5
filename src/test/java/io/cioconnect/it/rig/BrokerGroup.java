package io.cioconnect.it.rig;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.SharedKafka;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The brokers of one cluster, each also a controller, with a replica of every topic on each. A link of its own leads from the workers to each of
 * them; clients in this JVM, and the brokers among themselves, need none. One thread at a time.
 */
final class BrokerGroup implements Closeable {
    private final List<Broker> brokers = new ArrayList<>();
    private final List<FaultyLink> links = new ArrayList<>();

    /** @param count one, or three: of two neither may be missing */
    BrokerGroup(SharedKafka kafka, String name, int count) throws IOException {
        List<Integer> controllers =
                IntStream.range(0, count).mapToObj(i -> FreePort.next()).toList();
        String voters = IntStream.range(0, count)
                .mapToObj(i -> (i + 1) + "@localhost:" + controllers.get(i))
                .collect(Collectors.joining(","));
        for (int number = 1; number <= count; number++) {
            Map<String, String> properties = new HashMap<>(replicated(count));
            properties.put("node.id", Integer.toString(number));
            // of topics that a broker creates by itself too: a delete is judged by the time at which it was written
            properties.put("log.message.timestamp.type", "LogAppendTime");
            properties.put("controller.quorum.voters", voters);
            properties.putAll(listeners(controllers.get(number - 1)));
            brokers.add(kafka.newBroker(name + "-broker-" + number, properties));
        }
    }

    /** The port that is advertised to workers is the link's. */
    private Map<String, String> listeners(int controller) throws IOException {
        int port = FreePort.next();
        int portForWorkers = FreePort.next();
        FaultyLink link = new FaultyLink(portForWorkers);
        links.add(link);
        return Map.of(
                "listeners",
                "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controller + ",WORKERS://localhost:"
                        + portForWorkers,
                "advertised.listeners",
                "PLAINTEXT://localhost:" + port + ",WORKERS://localhost:" + link.port(),
                "listener.security.protocol.map",
                ",WORKERS:PLAINTEXT");
    }

    /** One of three may be missing, and what is acknowledged is on two of them. */
    private static Map<String, String> replicated(int count) {
        String all = Integer.toString(count);
        String most = Integer.toString(Math.max(1, count - 1));
        return Map.of(
                "default.replication.factor", all,
                "min.insync.replicas", most,
                "offsets.topic.replication.factor", all,
                "transaction.state.log.replication.factor", all,
                "transaction.state.log.min.isr", most);
    }

    int count() {
        return brokers.size();
    }

    /** Another one for each of as many draws in a row as there are brokers. */
    Broker one(int draw) {
        return brokers.get(draw % brokers.size());
    }

    /** Of the workers to the broker of the same draw. */
    FaultyLink link(int draw) {
        return links.get(draw % links.size());
    }

    /** As clients in this JVM reach them. */
    String bootstrapServers() {
        return brokers.stream().map(Broker::bootstrapServers).collect(Collectors.joining(","));
    }

    /** By the links. */
    String bootstrapServersForWorkers() {
        return links.stream().map(link -> "localhost:" + link.port()).collect(Collectors.joining(","));
    }

    /** Starts those that do not run, and waits until each serves. */
    void start() {
        brokers.stream().filter(broker -> !broker.isAlive()).forEach(Broker::launch);
        brokers.forEach(Broker::awaitAnswer);
    }

    @Override
    public void close() throws IOException {
        brokers.forEach(Broker::close);
        for (FaultyLink link : links) {
            link.close();
        }
    }
}
