package io.cioconnect.schema;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Makes a topic's name a schema name that Avro and Protobuf registries accept. */
public final class SchemaName {
    private SchemaName() {}

    /**
     * Other characters than letters, digits, underscore and dot become an underscore, and so does each digit a part
     * begins with, the parts being what the dots separate. An empty part becomes an underscore.
     */
    public static String of(String topic) {
        return Arrays.stream(topic.split("\\.", -1)).map(SchemaName::part).collect(Collectors.joining("."));
    }

    private static String part(String part) {
        return part.isEmpty() ? "_" : part.replaceAll("\\G[0-9]", "_").replaceAll("[^A-Za-z0-9_]", "_");
    }
}
