package io.cioconnect.it.harness;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** A worker in a container of docker/Dockerfile, told its properties by its environment alone. */
final class ContainerWorker implements ConnectWorker {
    private static final int REST_PORT = 8083;
    private static final String HOST_OF_TEST = "host.docker.internal";

    private final String name;
    private final ContainerNode node;
    private final ConnectRest rest;
    private final int receiverPort = FreePort.next();

    @SuppressWarnings("resource") // closed through the node
    ContainerWorker(Network network, Future<String> image, String bootstrapServers, WorkerSettings settings) {
        if (settings.isStandalone() || settings.release() != KafkaRelease.CURRENT) {
            throw new IllegalArgumentException("The image holds a distributed worker of the current release only");
        }
        name = settings.name();
        int restPort = FreePort.next();
        rest = new ConnectRest(URI.create("http://localhost:" + restPort));
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
        node = new ContainerNode(name, container);
    }

    @Override
    public void launch() {
        node.start();
    }

    @Override
    public void awaitReady() {
        await("worker " + name + " serves; its log is in target/it-logs")
                .atMost(Duration.ofMinutes(2))
                .failFast("the worker ended", () -> !node.isAlive())
                .until(rest::isHealthy);
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
