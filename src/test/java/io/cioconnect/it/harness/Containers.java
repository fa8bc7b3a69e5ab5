package io.cioconnect.it.harness;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * Brokers and workers in containers on a network of their own. Broker and base image are {@code kafka.image}; the worker's image is built from
 * docker/Dockerfile, unless {@code worker.image} names one. Both are system properties, or variables KAFKA_IMAGE and WORKER_IMAGE.
 */
public final class Containers implements Nodes {
    private final Network network = Network.newNetwork();
    private final String kafkaImage;
    private final Optional<String> builtImage;
    private final Future<String> workerImage;

    public Containers() {
        kafkaImage = DockerEngine.image("kafka.image", "apache/kafka:" + KafkaRelease.CURRENT.version());
        String given = DockerEngine.image("worker.image", "");
        builtImage = given.isEmpty()
                ? Optional.of("cioconnect/kafka-connect-customerio-test:" + UUID.randomUUID())
                : Optional.empty();
        workerImage = builtImage
                .map(name -> build(name, kafkaImage))
                .orElseGet(() -> CompletableFuture.completedFuture(given));
    }

    @Override
    public Broker broker(String name, Map<String, String> overrides) {
        return new ContainerBroker(network, kafkaImage, name, overrides);
    }

    @Override
    public ConnectWorker worker(Broker broker, WorkerSettings settings) {
        return new ContainerWorker(network, workerImage, broker.bootstrapServersForWorkers(), settings);
    }

    @Override
    public void close() {
        network.close();
        builtImage.ifPresent(Containers::remove);
    }

    private static void remove(String image) {
        DockerClient docker = DockerClientFactory.instance().client();
        try {
            docker.removeImageCmd(image).exec();
        } catch (NotFoundException noWorkerWasStarted) {
            return;
        }
    }

    private static Future<String> build(String name, String kafkaImage) {
        // The same files that .dockerignore lets through to a build by hand.
        ImageFromDockerfile image = new ImageFromDockerfile(name, false)
                .withFileFromPath("Dockerfile", Path.of("docker", "Dockerfile"))
                .withBuildArg("KAFKA_IMAGE", kafkaImage)
                .withFileFromPath("target/plugin", BuildOutput.pluginPath());
        for (String file : List.of("connect-worker", "create-connector", "worker-is-healthy")) {
            image = image.withFileFromPath("docker/" + file, Path.of("docker", file));
        }
        return image;
    }

    /** Properties as the images want them in their environment. */
    static Map<String, String> environment(String prefix, Map<String, String> properties) {
        return properties.entrySet().stream()
                .collect(Collectors.toMap(
                        property -> prefix
                                + property.getKey()
                                        .replace("_", "__")
                                        .replace("-", "___")
                                        .replace('.', '_')
                                        .toUpperCase(Locale.ROOT),
                        Map.Entry::getValue));
    }
}
