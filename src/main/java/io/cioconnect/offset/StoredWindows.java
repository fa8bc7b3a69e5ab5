package io.cioconnect.offset;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Connect had stored for a table that is read by windows when the task started. */
public final class StoredWindows {
    private static final Logger log = LoggerFactory.getLogger(StoredWindows.class);

    private final Map<WindowPartition, WindowOffset> offsets;

    private StoredWindows(Map<WindowPartition, WindowOffset> offsets) {
        this.offsets = offsets;
    }

    /** Reads all partitions in one go, because each call reads the worker's offsets topic to its end. What cannot be read counts as not stored. */
    public static StoredWindows read(OffsetStorageReader reader, String table, String topic) {
        var partitions = WindowPartition.all(table, topic);
        Map<Map<String, String>, Map<String, Object>> stored =
                reader.offsets(partitions.stream().map(WindowPartition::toMap).toList());
        var offsets = new LinkedHashMap<WindowPartition, WindowOffset>();
        for (WindowPartition partition : partitions) {
            Map<String, Object> offset = stored.get(partition.toMap());
            if (offset != null) {
                try {
                    offsets.put(partition, WindowOffset.fromMap(offset));
                } catch (UnreadableOffsetException e) {
                    log.warn(
                            "Table {}: the stored offset {} cannot be read: {}",
                            table,
                            partition.band(),
                            e.getMessage());
                }
            }
        }
        return new StoredWindows(offsets);
    }

    public Optional<WindowOffset> of(WindowPartition partition) {
        return Optional.ofNullable(offsets.get(partition));
    }
}
