package io.cioconnect.it.harness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Broker and controller in one container. */
final class ContainerBroker extends ForwardingProcess implements Broker {
    private static final int PORT_IN_CONTAINER = 9092;
    private static final int PORT_FOR_WORKERS = 19_092;

    private final ContainerProcess process;
    private final String host;
    private final int port;

    ContainerBroker(Network network, String image, String name, Map<String, String> overrides) {
        this(network, image, name, FreePort.next(), overrides);
    }

    private ContainerBroker(Network network, String image, String name, int port, Map<String, String> overrides) {
        this(
                new ContainerProcess(name, container(network, image, hostOf(name, port), port, overrides)),
                hostOf(name, port),
                port);
    }

    private ContainerBroker(ContainerProcess process, String host, int port) {
        super(process);
        this.process = process;
        this.host = host;
        this.port = port;
    }

    private static String hostOf(String name, int port) {
        return name + "-" + port;
    }

    private static KafkaContainer container(
            Network network, String image, String host, int port, Map<String, String> overrides) {
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
        return container;
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
    public void launch() {
        process.start();
    }
}
