package io.cioconnect.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** The sample replies and deliveries among the test resources. */
public final class Fixtures {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private Fixtures() {}

    /** The sample files of a folder whose name begins so, sorted by name. */
    public static List<Path> files(String folder, String prefix) {
        try (var files = Files.list(RESOURCES.resolve(folder))) {
            return files.filter(file -> name(file).startsWith(prefix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String name(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }

    public static ObjectNode object(Path file) {
        try {
            return (ObjectNode) Json.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** The objects of an array, none when it is null. */
    public static List<ObjectNode> objects(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(ObjectNode.class::cast)
                .toList();
    }
}
