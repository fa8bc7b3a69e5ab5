package io.cioconnect.testing;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The source offsets that Connect stores, as the JSON that it stores them as. */
final class FakeOffsets implements OffsetStorageReader {
    private final JsonConverter converter = new JsonConverter();
    private final Map<Map<String, ?>, byte[]> stored = new HashMap<>();

    FakeOffsets() {
        converter.configure(Map.of("schemas.enable", "false"), false);
    }

    void store(Map<String, ?> partition, Map<String, ?> offset) {
        stored.put(partition, converter.fromConnectData("offsets", null, offset));
    }

    void remove(Map<String, ?> partition) {
        stored.remove(partition);
    }

    void renamePartitions(UnaryOperator<Map<String, ?>> rename) {
        var before = Map.copyOf(stored);
        stored.clear();
        before.forEach((partition, offset) -> stored.put(rename.apply(partition), offset));
    }

    Map<Map<String, ?>, byte[]> stored() {
        return stored;
    }

    @Override
    public <T> Map<String, Object> offset(Map<String, T> partition) {
        throw new UnsupportedOperationException("all partitions are read at once");
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        Map<Map<String, T>, Map<String, Object>> offsets = new HashMap<>();
        for (Map<String, T> partition : partitions) {
            byte[] json = stored.get(partition);
            offsets.put(partition, json == null ? null : read(json));
        }
        return offsets;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> read(byte[] json) {
        SchemaAndValue value = converter.toConnectData("offsets", json);
        if (value.schema() != null && value.schema().type() != Schema.Type.MAP) {
            throw new IllegalStateException("an offset is a map");
        }
        return (Map<String, Object>) value.value();
    }
}
