package io.cioconnect.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One record of a topic as JsonConverter wrote it. Key and value are the payloads; a tombstone has the JSON null as value and as schema. */
public record TopicRecord(
        int partition,
        long offset,
        long timestamp,
        JsonNode keySchema,
        JsonNode key,
        JsonNode valueSchema,
        JsonNode value) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A topic's records have few schemas, each larger than a record: one copy of each is enough. */
    private static final Map<JsonNode, JsonNode> SCHEMAS = new ConcurrentHashMap<>();

    public static TopicRecord of(ConsumerRecord<byte[], byte[]> record) {
        JsonNode key = json(record.key());
        JsonNode value = json(record.value());
        return new TopicRecord(
                record.partition(),
                record.offset(),
                record.timestamp(),
                schema(key),
                part(key, "payload"),
                schema(value),
                part(value, "payload"));
    }

    public boolean isTombstone() {
        return value.isNull();
    }

    private static JsonNode schema(JsonNode envelope) {
        JsonNode schema = part(envelope, "schema");
        JsonNode known = SCHEMAS.putIfAbsent(schema, schema);
        return known == null ? schema : known;
    }

    private static JsonNode part(JsonNode envelope, String name) {
        return envelope.isNull() ? NullNode.getInstance() : envelope.path(name);
    }

    private static JsonNode json(byte @Nullable [] bytes) {
        try {
            return bytes == null ? NullNode.getInstance() : JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Not the JSON of JsonConverter", e);
        }
    }
}
