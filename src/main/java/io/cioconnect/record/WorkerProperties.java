package io.cioconnect.record;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * The worker's own properties. Connect does not show them to a task, but a worker that was started as Kafka ships it names their file on
 * its command line.
 */
final class WorkerProperties {
    private static final List<String> MAINS = List.of("ConnectDistributed", "ConnectStandalone");

    /** Of no use to a client of ours, or in the way of the worker's own. */
    private static final Set<String> NOT_OURS =
            Set.of(AdminClientConfig.CLIENT_ID_CONFIG, AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG);

    private static final String PROVIDERS = "config.providers";

    private WorkerProperties() {}

    /** @param command main class and arguments of this JVM */
    static Optional<Path> file(String command) {
        List<String> words = Arrays.asList(command.split("\\s+"));
        for (int at = 0; at + 1 < words.size(); at++) {
            String word = words.get(at);
            if (MAINS.stream().anyMatch(main -> word.equals(main) || word.endsWith("." + main))) {
                return words.subList(at + 1, words.size()).stream()
                        .flatMap(argument -> existing(argument).stream())
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    static Map<String, String> read(Path file) throws IOException {
        var properties = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            properties.load(text);
        }
        Map<String, String> read = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
        return read;
    }

    /**
     * Settings for a client that reaches the cluster the producer writes to.
     *
     * @param overrides the connector's own, which win
     * @param known names of the client's settings
     */
    static Map<String, Object> ofClient(Map<String, String> worker, Map<String, String> overrides, Set<String> known) {
        Map<String, Object> settings = new HashMap<>();
        for (String prefix : List.of("", "producer.", "admin.")) { // the later win
            worker.forEach((key, value) -> {
                if (key.startsWith(prefix) && isOurs(key.substring(prefix.length()), known)) {
                    settings.put(key.substring(prefix.length()), value);
                }
            });
        }
        overrides.forEach((key, value) -> {
            if (isOurs(key, known)) {
                settings.put(key, value);
            }
        });
        worker.forEach((key, value) -> { // with which the client resolves the others
            if (key.equals(PROVIDERS) || key.startsWith(PROVIDERS + ".")) {
                settings.put(key, value);
            }
        });
        return settings;
    }

    private static boolean isOurs(String key, Set<String> known) {
        return known.contains(key) && !NOT_OURS.contains(key);
    }

    private static Optional<Path> existing(String argument) {
        try {
            return Optional.of(Path.of(argument)).filter(Files::isRegularFile);
        } catch (InvalidPathException notAFile) {
            return Optional.empty();
        }
    }
}
