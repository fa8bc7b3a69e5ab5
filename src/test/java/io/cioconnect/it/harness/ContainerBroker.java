package io.cioconnect.it.harness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Broker and controller in one container. */
final class ContainerBroker implements Broker {
    private static final int PORT_IN_CONTAINER = 9092;
    private static final int PORT_FOR_WORKERS = 19_092;

    private final int port = FreePort.next();
    private final String host;
    private final ContainerNode node;

    @SuppressWarnings("resource") // closed through the node
    ContainerBroker(Network network, String image, String name, Map<String, String> overrides) {
        host = name + "-" + port;
        Map<String, String> properties = new HashMap<>(BrokerDefaults.ANYWHERE);
        properties.putAll(overrides);
        KafkaContainer container = new KafkaContainer(
                        DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"))
                .withNetwork(network)
                .withListener(host + ":" + PORT_FOR_WORKERS)
                .withEnv(Containers.environment("KAFKA_", properties))
                .withEnv("KAFKA_HEAP_OPTS", "-Xmx512m")
                .waitingFor(NoWait.INSTANCE);
        // A port that Docker chooses would be another one after each start.
        container.setPortBindings(List.of(port + ":" + PORT_IN_CONTAINER));
        node = new ContainerNode(name, container);
    }

    @Override
    public String bootstrapServers() {
        return "localhost:" + port;
    }

    @Override
    public String bootstrapServersForWorkers() {
        return host + ":" + PORT_FOR_WORKERS;
    }

    @Override
    public void start() {
        node.start();
        awaitAnswer();
    }

    @Override
    public void stop() {
        node.stop();
    }

    @Override
    public void kill() {
        node.kill();
    }

    @Override
    public void freeze() {
        node.freeze();
    }

    @Override
    public void thaw() {
        node.thaw();
    }

    @Override
    public boolean isAlive() {
        return node.isAlive();
    }

    @Override
    public String log() {
        return node.log();
    }

    @Override
    public void close() {
        node.close();
    }
}
