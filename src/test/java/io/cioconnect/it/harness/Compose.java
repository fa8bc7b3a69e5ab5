package io.cioconnect.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * docker/compose.yaml as a user runs it, under a project name of its own and with an environment file of its own. Works with compose v2 and with
 * docker-compose 1.29. One thread at a time.
 */
public final class Compose implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Path FILE = Path.of("docker", "compose.yaml");

    private final String project = "cioconnect-" + UUID.randomUUID();
    private final Map<String, String> variables;
    private final Path environment;

    /** @param variables what a user would write to docker/.env; WORKER_IMAGE is the image that is built, and removed in the end */
    public Compose(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
        try {
            environment = Files.createTempFile("compose", ".env");
            Files.write(
                    environment,
                    variables.entrySet().stream()
                            .map(variable -> variable.getKey() + "=" + variable.getValue())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("No environment file for compose", e);
        }
    }

    /** Whether there is one of the two commands. */
    public static boolean isInstalled() {
        return !Program.WORDS.isEmpty();
    }

    /** Builds the worker's image, starts everything and waits until it is healthy. */
    public void up() {
        compose("up", "-d", "--build").expectSuccess();
    }

    /** SIGKILL to a service's container. */
    public void kill(String service) {
        docker("kill", container(service));
    }

    /** What a service has written to its output. */
    public String log(String service) {
        return compose("logs", "--no-color", service).expectSuccess();
    }

    /** Runs a command in a service's container and returns its output. */
    public String run(String service, String... words) {
        List<String> all = new ArrayList<>(List.of("exec", container(service)));
        all.addAll(List.of(words));
        return docker(all.toArray(String[]::new));
    }

    /** Numeric user id and command line of each process in a service's container. */
    public List<String> processes(String service) {
        return docker("top", container(service), "-eo", "uid,pid,args")
                .lines()
                .skip(1)
                .map(String::strip)
                .toList();
    }

    /** All that the worker's image says of itself: how each layer was made, and its configuration. */
    public String imageHistory() {
        String image = variables.get("WORKER_IMAGE");
        return docker("history", "--no-trunc", image) + docker("image", "inspect", image);
    }

    /** Saves the logs and removes containers, network, volumes and the image that was built. */
    @Override
    public void close() {
        try {
            Path logs = Files.createDirectories(BuildOutput.logs());
            Files.writeString(
                    logs.resolve("compose.log"), compose("logs", "--no-color").output());
        } catch (IOException e) {
            throw new UncheckedIOException("The logs of compose cannot be saved", e);
        } finally {
            compose("down", "-v", "--remove-orphans", "-t", "2").expectSuccess();
            run(List.of("docker", "rmi", "-f", variables.get("WORKER_IMAGE")));
            environment.toFile().deleteOnExit();
        }
    }

    private String container(String service) {
        return compose("ps", "-q", service).expectSuccess().strip();
    }

    private Command compose(String... words) {
        List<String> all = new ArrayList<>(Program.WORDS);
        all.addAll(List.of("-p", project, "--env-file", environment.toString(), "-f", FILE.toString()));
        all.addAll(List.of(words));
        return run(all);
    }

    private String docker(String... words) {
        List<String> all = new ArrayList<>(List.of("docker"));
        all.addAll(List.of(words));
        return run(all).expectSuccess();
    }

    /** Our own environment would win against the file. */
    private Command run(List<String> words) {
        return Command.run(PATIENCE, variables.keySet(), words);
    }

    /** Looked for once in a run. */
    private static final class Program {
        static final List<String> WORDS = find();

        private static List<String> find() {
            return List.of(List.of("docker", "compose"), List.of("docker-compose")).stream()
                    .filter(Program::answers)
                    .findFirst()
                    .orElse(List.of());
        }

        private static boolean answers(List<String> words) {
            List<String> all = new ArrayList<>(words);
            all.add("version");
            try {
                return Command.run(Duration.ofSeconds(30), List.of(), all).status() == 0;
            } catch (UncheckedIOException notInstalled) {
                return false;
            }
        }
    }
}
