package io.cioconnect.offset;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Connect had stored for a table that is read by windows when the task started. */
public final class StoredWindows {
    private static final Logger log = LoggerFactory.getLogger(StoredWindows.class);

    /** Before anything was stored. */
    public static final StoredWindows NONE = new StoredWindows(Map.of());

    private final Map<WindowPartition, WindowOffset> offsets;

    private StoredWindows(Map<WindowPartition, WindowOffset> offsets) {
        this.offsets = offsets;
    }

    /** Reads all partitions in one go, because each call reads the worker's offsets topic to its end. What cannot be read counts as not stored. */
    public static StoredWindows read(OffsetStorageReader reader, String table, String topic) {
        return read(
                reader,
                table,
                topic,
                problem -> log.warn("Table {}: the stored offset {}. What it covers is read again", table, problem));
    }

    /** The same for callers that ask again and again: what cannot be read is left out, and logged at DEBUG only. */
    public static StoredWindows shown(OffsetStorageReader reader, String table, String topic) {
        return read(reader, table, topic, problem -> log.debug("Table {}: the stored offset {}", table, problem));
    }

    private static StoredWindows read(
            OffsetStorageReader reader, String table, String topic, Consumer<String> whenUnreadable) {
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
                    whenUnreadable.accept(partition.band() + " cannot be read: " + e.getMessage());
                }
            }
        }
        return new StoredWindows(offsets);
    }

    public Optional<WindowOffset> of(WindowPartition partition) {
        return Optional.ofNullable(offsets.get(partition));
    }
}
