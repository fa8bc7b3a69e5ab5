package io.cioconnect.window;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.DeliveriesConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.offset.StoredWindows;
import io.cioconnect.sync.Sync;
import io.cioconnect.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reads of the delivery tables: the first one, and one for each age. Both tables are made of the same replies. */
public final class WindowReads {
    /** What was read is remembered under this name, whichever of the tables are selected. */
    public static final String REMEMBERED_AS = "deliveries";

    private static final Logger log = LoggerFactory.getLogger(WindowReads.class);

    /** As far as the API reaches in one call. */
    private static final Duration LONG_AGO = Duration.ofDays(180);

    private WindowReads() {}

    /**
     * All reads of the selected tables.
     *
     * @param metrics of each selected table, in the catalogue's order
     * @param reader of what Connect had stored when the task started
     */
    public static List<Sync> of(
            Map<String, TableMetrics> metrics, WindowParts parts, AppApiClient api, OffsetStorageReader reader) {
        DeliveriesConfig config = parts.config();
        String topic = parts.topics().table(REMEMBERED_AS);
        ReadState state = ReadState.load(
                StoredWindows.read(reader, REMEMBERED_AS, topic),
                REMEMBERED_AS,
                topic,
                Set.copyOf(metrics.keySet()),
                config,
                parts.clock());
        List<WrittenTable> tables = metrics.entrySet().stream()
                .map(table -> WrittenTable.of(
                        Tables.named(table.getKey()), parts.topics().table(table.getKey()), table.getValue()))
                .toList();
        var watched = new Watched(List.copyOf(metrics.values()));
        List<ReadPlan> plans = new ArrayList<>();
        var first = new FirstRead(state, config);
        Instant now = parts.clock().instant();
        metrics.values().forEach(table -> table.beginsAt(config.start(now)));
        tellStart(config, first, now);
        plans.add(first);
        config.rescans().forEach(rescan -> plans.add(new Rescan(state, config, rescan)));
        return plans.stream()
                .<Sync>map(plan -> new WindowSync(plan, state, api, parts, tables, watched))
                .toList();
    }

    private static void tellStart(DeliveriesConfig config, FirstRead first, Instant now) {
        Instant start = config.start(now);
        if (start.isAfter(now)) {
            log.info("deliveries.start is {}, which is in the future: no delivery is read before", config.start());
        } else if (start.isBefore(now.minus(LONG_AGO))) {
            long calls = first.next(now).stream()
                    .flatMap(read -> read.left().stream())
                    .mapToLong(left -> left.count(WindowSync.LONGEST_WINDOW))
                    .sum();
            if (calls > 0) {
                log.info(
                        "deliveries.start is {}: the first read takes at least {} calls, one for each 30 days, and one for each"
                                + " 1000 deliveries. Customer.io does not say how far back it lists deliveries",
                        config.start(),
                        calls);
            }
        }
    }
}
