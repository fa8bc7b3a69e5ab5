package io.cioconnect.it.harness;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.testcontainers.containers.GenericContainer;

/** One container that may be ended and started again with its ports and files. Its log is written to target/it-logs when it is closed. */
final class ContainerProcess implements NodeProcess {
    private static final int SECONDS_TO_STOP = 40;

    private final String name;
    private final GenericContainer<?> container;
    private final DockerClient docker;

    ContainerProcess(String name, GenericContainer<?> container) {
        this.name = name;
        this.container = container;
        this.docker = container.getDockerClient();
    }

    void start() {
        if (isCreated()) {
            docker.startContainerCmd(container.getContainerId()).exec();
        } else {
            container.start();
        }
    }

    @Override
    public void stop() {
        try {
            docker.stopContainerCmd(container.getContainerId())
                    .withTimeout(SECONDS_TO_STOP)
                    .exec();
        } catch (NotModifiedException alreadyStopped) {
            return;
        }
    }

    @Override
    public void kill() {
        if (isAlive()) {
            docker.killContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public void freeze() {
        docker.pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void thaw() {
        docker.unpauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public boolean isAlive() {
        return isCreated()
                && Boolean.TRUE.equals(docker.inspectContainerCmd(container.getContainerId())
                        .exec()
                        .getState()
                        .getRunning());
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public String log() {
        return isCreated() ? container.getLogs() : "";
    }

    @Override
    public void close() {
        try {
            Path logs = Files.createDirectories(BuildOutput.logs());
            Files.writeString(logs.resolve(name + ".container.log"), log());
        } catch (IOException e) {
            throw new UncheckedIOException("The log of " + name + " cannot be written", e);
        } finally {
            container.stop();
        }
    }

    private boolean isCreated() {
        return container.getContainerId() != null;
    }
}
