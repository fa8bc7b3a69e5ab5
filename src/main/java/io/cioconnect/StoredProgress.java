package io.cioconnect;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.offset.StoredOffsets;
import io.cioconnect.offset.StoredWindows;
import io.cioconnect.window.WindowReads;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * How far the polled tables had come at one moment, according to the offsets that Connect stored.
 *
 * @param passes the last complete pass of each refreshed table that had one
 * @param windows how far deliveries were read
 */
record StoredProgress(Map<String, PassOffset> passes, StoredWindows windows) {
    /** Before anything was read. */
    static final StoredProgress NOTHING = new StoredProgress(Map.of(), StoredWindows.NONE);

    /** Takes as long as Kafka takes. */
    static StoredProgress read(CustomerIoSourceConfig config, OffsetStorageReader reader) {
        Map<String, String> topics = new LinkedHashMap<>();
        config.refreshedTables()
                .forEach(table -> topics.put(table, config.topics().table(table)));
        return new StoredProgress(
                StoredOffsets.lastPasses(reader, config.appApi().host(), topics),
                config.deliveries().isEmpty()
                        ? StoredWindows.NONE
                        : StoredWindows.shown(
                                reader,
                                WindowReads.REMEMBERED_AS,
                                config.topics().table(WindowReads.REMEMBERED_AS)));
    }
}
