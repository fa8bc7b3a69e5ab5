package io.cioconnect.schema;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Makes a topic's name a schema name that Avro and Protobuf registries accept. */
public final class SchemaName {
    private SchemaName() {}

    /**
     * Replaces each character other than letters, digits, underscore and dot by an underscore. Dots separate parts: a digit at the start
     * of a part becomes an underscore, and so does an empty part.
     */
    public static String of(String topic) {
        return Arrays.stream(topic.split("\\.", -1)).map(SchemaName::part).collect(Collectors.joining("."));
    }

    private static String part(String part) {
        return part.isEmpty() ? "_" : part.replaceAll("\\G[0-9]", "_").replaceAll("[^A-Za-z0-9_]", "_");
    }
}
