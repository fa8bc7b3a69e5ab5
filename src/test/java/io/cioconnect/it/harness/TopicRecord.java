package io.cioconnect.it.harness;

import com.fasterxml.jackson.databind.JsonNode;

/** One record of a topic as JsonConverter wrote it. Key and value are the payloads; a tombstone has the JSON null as value and as schema. */
public record TopicRecord(
        int partition,
        long offset,
        long timestamp,
        JsonNode keySchema,
        JsonNode key,
        JsonNode valueSchema,
        JsonNode value) {

    public boolean isTombstone() {
        return value.isNull();
    }
}
