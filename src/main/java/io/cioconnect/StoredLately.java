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
 * What Connect's stored offsets told at one moment.
 *
 * @param passes the last complete pass of each refreshed table that had one
 * @param windows how far deliveries were read
 */
record StoredLately(Map<String, PassOffset> passes, StoredWindows windows) {
    /** Before anything was read. */
    static final StoredLately NOTHING = new StoredLately(Map.of(), StoredWindows.NONE);

    /** Takes as long as Kafka takes. */
    static StoredLately read(CustomerIoSourceConfig config, OffsetStorageReader reader) {
        Map<String, String> topics = new LinkedHashMap<>();
        config.refreshedTables()
                .forEach(table -> topics.put(table, config.topics().table(table)));
        return new StoredLately(
                StoredOffsets.lastPasses(reader, config.appApi().host(), topics),
                config.deliveries().isEmpty()
                        ? StoredWindows.NONE
                        : StoredWindows.shown(
                                reader,
                                WindowReads.REMEMBERED_AS,
                                config.topics().table(WindowReads.REMEMBERED_AS)));
    }
}
