package io.cioconnect.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A sink's configuration as we ship it in config/sinks: what one posts to a worker, with example values for what differs from place to place.
 */
public record SinkFile(String file, String name, Map<String, String> config) {
    private static final Path DIRECTORY = Path.of("config", "sinks");
    /** The topic.prefix in all the files, as it stands in regular expressions. */
    private static final String PREFIX_PATTERN = "cio\\.";

    /** The file of that name, given without {@code .json}. */
    public static SinkFile named(String file) {
        try {
            JsonNode json = new ObjectMapper()
                    .readTree(DIRECTORY.resolve(file + ".json").toFile());
            Map<String, String> config = new LinkedHashMap<>();
            json.path("config")
                    .properties()
                    .forEach(
                            entry -> config.put(entry.getKey(), entry.getValue().textValue()));
            return new SinkFile(file, json.path("name").asText(), config);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    public static List<SinkFile> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> named(name.substring(0, name.length() - ".json".length())))
                    .sorted((one, other) -> one.file().compareTo(other.file()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(DIRECTORY.toString(), e);
        }
    }

    /** The configuration for another topic.prefix. */
    public Map<String, String> configFor(String topicPrefix) {
        String pattern = topicPrefix.replace(".", "\\.") + "\\.";
        Map<String, String> changed = new LinkedHashMap<>(config);
        changed.replaceAll((key, value) -> value.replace(PREFIX_PATTERN, pattern));
        return changed;
    }
}
