package io.cioconnect.offset;

import io.cioconnect.schema.KeyText;
import io.cioconnect.table.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Connect had stored for a task's tables when the task started. */
public final class StoredOffsets {
    private static final Logger log = LoggerFactory.getLogger(StoredOffsets.class);

    private final Map<SourcePartition, Map<String, Object>> offsets;

    private StoredOffsets(Map<SourcePartition, Map<String, Object>> offsets) {
        this.offsets = offsets;
    }

    /**
     * Reads all partitions of all tables in one go, because each call reads the worker's offsets topic to its end.
     *
     * @param api host of the App API, under which older versions stored
     * @param topics the topic of each of the task's tables that are read by full refresh
     */
    public static StoredOffsets read(OffsetStorageReader reader, String api, Map<String, String> topics) {
        List<SourcePartition> partitions = new ArrayList<>();
        topics.forEach((table, topic) -> {
            for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
                partitions.add(SourcePartition.ofBucket(bucket, table, topic));
            }
            partitions.add(SourcePartition.ofPass(table, topic));
        });
        return new StoredOffsets(read(reader, api, partitions));
    }

    /** The last complete pass of each of these tables that had one; leaves out what cannot be read. */
    public static Map<String, PassOffset> lastPasses(
            OffsetStorageReader reader, String api, Map<String, String> topics) {
        List<SourcePartition> partitions = topics.entrySet().stream()
                .map(table -> SourcePartition.ofPass(table.getKey(), table.getValue()))
                .toList();
        var passes = new HashMap<String, PassOffset>();
        read(reader, api, partitions).forEach((partition, offset) -> {
            try {
                PassOffset pass = PassOffset.fromMap(offset);
                if (!pass.startedAt().equals(Instant.EPOCH)) { // else a dead letter of the first pass brought it
                    passes.put(partition.table(), pass);
                }
            } catch (UnreadableOffsetException e) {
                log.debug("The offset of the last pass of {} cannot be shown", partition.table(), e);
            }
        });
        return passes;
    }

    /** An offset stored with a host counts until one is stored without. */
    private static Map<SourcePartition, Map<String, Object>> read(
            OffsetStorageReader reader, String api, List<SourcePartition> partitions) {
        List<Map<String, String>> names = new ArrayList<>();
        for (SourcePartition partition : partitions) {
            names.add(partition.toMap());
            names.add(partition.withHost(api));
        }
        Map<Map<String, String>, Map<String, Object>> stored = reader.offsets(names);
        var offsets = new HashMap<SourcePartition, Map<String, Object>>();
        for (SourcePartition partition : partitions) {
            Map<String, Object> offset = stored.get(partition.toMap());
            offset = offset == null ? stored.get(partition.withHost(api)) : offset;
            if (offset != null) {
                offsets.put(partition, offset);
            }
        }
        return offsets;
    }

    /** The stored offset of a partition; empty when there is none. */
    public Optional<Map<String, Object>> of(SourcePartition partition) {
        return Optional.ofNullable(offsets.get(partition));
    }

    /**
     * Checks offsets that a user wants to store over REST. A partition without an offset is reset, and that is always allowed: Connect resets
     * everything it has under the connector's name, including what another connector left there. Partitions of other prefixes count as
     * ours, because the configuration may have changed.
     */
    public static void check(@Nullable Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        if (offset == null) {
            return;
        }
        if (partition == null) {
            throw new ConnectException("an offset needs a partition, as GET /connectors/<name>/offsets shows it");
        }
        if (partition.keySet().equals(SourcePartition.receiver("").keySet())) {
            return; // nothing is ever read from a receiver's
        }
        try {
            if (WindowPartition.isOne(partition)) {
                checkWindows(WindowPartition.fromMap(partition), offset);
            } else {
                checkPass(SourcePartition.fromMap(partition), offset);
            }
        } catch (UnreadableOffsetException e) {
            throw new ConnectException(
                    "the offset of partition " + partition + " cannot be changed to this: " + e.getMessage()
                            + ". To forget what was stored, set the offset to null",
                    e);
        }
    }

    private static void checkPass(SourcePartition partition, Map<String, ?> offset) throws UnreadableOffsetException {
        checkTable(partition.table(), false);
        if (partition.isPass()) {
            PassOffset.fromMap(offset);
        } else {
            checkKeys(partition, BucketOffset.fromMap(offset).hashes().keySet());
        }
    }

    /** A key in another bucket would be a second row beside its own, and one that is none would fail every pass. */
    private static void checkKeys(SourcePartition partition, Set<String> keys) throws UnreadableOffsetException {
        Schema schema =
                Tables.named(partition.table()).rowSchema(partition.topic()).keySchema();
        for (String key : keys) {
            if (!KeyText.isOne(key, schema)) {
                throw new UnreadableOffsetException("the text " + key + " is no key of the table " + partition.table());
            }
            SourcePartition own =
                    SourcePartition.ofBucket(SourcePartition.bucketOf(key), partition.table(), partition.topic());
            if (!own.equals(partition)) {
                throw new UnreadableOffsetException("the key " + key + " belongs to bucket " + own.bucket());
            }
        }
    }

    private static void checkWindows(WindowPartition partition, Map<String, ?> offset)
            throws UnreadableOffsetException {
        checkTable(partition.table(), true);
        WindowOffset known = WindowOffset.fromMap(offset);
        if (partition.isFirstRead() != known.age().isZero()) {
            throw new UnreadableOffsetException("age must be 0 for the band first, and for no other");
        }
    }

    private static void checkTable(String table, boolean byWindows) throws UnreadableOffsetException {
        boolean isKnown = Tables.all().stream()
                .anyMatch(known -> known.name().equals(table) && known.isReadByWindows() == byWindows);
        if (!isKnown) {
            throw new UnreadableOffsetException(
                    "there is no " + (byWindows ? "table read by windows" : "table read in full") + " named " + table);
        }
    }
}
