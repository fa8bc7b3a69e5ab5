package io.cioconnect.it.harness;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** A worker in a container of docker/Dockerfile, told its properties by its environment alone. */
final class ContainerWorker extends ForwardingProcess implements ConnectWorker {
    private static final int REST_PORT = 8083;
    private static final String HOST_OF_TEST = "host.docker.internal";

    private final ContainerProcess process;
    private final ConnectRest rest;
    private final int receiverPort;

    ContainerWorker(Network network, Future<String> image, String bootstrapServers, WorkerSettings settings) {
        this(network, image, bootstrapServers, settings, FreePort.next(), FreePort.next());
    }

    private ContainerWorker(
            Network network,
            Future<String> image,
            String bootstrapServers,
            WorkerSettings settings,
            int restPort,
            int receiverPort) {
        this(
                new ContainerProcess(
                        settings.name(), container(network, image, bootstrapServers, settings, restPort, receiverPort)),
                restPort,
                receiverPort);
    }

    private ContainerWorker(ContainerProcess process, int restPort, int receiverPort) {
        super(process);
        this.process = process;
        this.rest = new ConnectRest(URI.create("http://localhost:" + restPort));
        this.receiverPort = receiverPort;
    }

    private static GenericContainer<?> container(
            Network network,
            Future<String> image,
            String bootstrapServers,
            WorkerSettings settings,
            int restPort,
            int receiverPort) {
        if (settings.isStandalone() || settings.release() != KafkaRelease.CURRENT) {
            throw new IllegalArgumentException("The image holds a distributed worker of the current release only");
        }
        Map<String, String> properties = new HashMap<>(settings.properties());
        properties.put("bootstrap.servers", bootstrapServers);
        GenericContainer<?> container = new GenericContainer<>(image)
                .withNetwork(network)
                .withExtraHost(HOST_OF_TEST, "host-gateway")
                .withEnv(Containers.environment("CONNECT_", properties))
                .withEnv("KAFKA_HEAP_OPTS", "-Xmx" + settings.heap())
                .withEnv(RECEIVER_PORT, Integer.toString(receiverPort))
                .withEnv("KAFKA_OPTS", String.join(" ", settings.jvmOptions()))
                .waitingFor(NoWait.INSTANCE);
        container.setPortBindings(List.of(restPort + ":" + REST_PORT, receiverPort + ":" + receiverPort));
        return container;
    }

    @Override
    public void launch() {
        process.start();
    }

    @Override
    public ConnectRest rest() {
        return rest;
    }

    @Override
    public String hostOfTest() {
        return HOST_OF_TEST;
    }

    @Override
    public String listenAddressOfTest() {
        return "0.0.0.0";
    }

    @Override
    public int receiverPort() {
        return receiverPort;
    }

    @Override
    public String addressOf(int workerPort) {
        if (workerPort != receiverPort) {
            throw new IllegalArgumentException("Only the receiver's port " + receiverPort + " is published");
        }
        return "localhost:" + workerPort;
    }
}
