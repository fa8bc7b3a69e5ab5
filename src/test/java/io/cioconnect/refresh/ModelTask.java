package io.cioconnect.refresh;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.table.Table;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The task of a model run, which copies one table; loaded anew after each crash with what is stored. */
final class ModelTask {
    private final Table table;
    private final TopicConfig topics;
    private final Duration interval;
    private final AppApiClient api;
    private final FakeConnect connect;
    private final ManualClock clock;
    private TableRefresh refresh;

    ModelTask(
            Table table,
            TopicConfig topics,
            Duration interval,
            AppApiClient api,
            FakeConnect connect,
            ManualClock clock) {
        this.table = table;
        this.topics = topics;
        this.interval = interval;
        this.api = api;
        this.connect = connect;
        this.clock = clock;
    }

    /** @param sameHost the offsets are read for the host that they are stored under, or for another */
    void load(RefreshConfig config, boolean sameHost) {
        String topic = topics.table(table.name());
        var stored = connect.offsets(sameHost ? api.host() : "another.host", Map.of(table.name(), topic));
        refresh = new TableRefresh(
                new PageFetcher(table, api, ContentConfig.DEFAULT),
                new RowConverter(table, topic),
                KeySet.load(stored, table.name(), topic),
                new TableMetrics(interval, clock),
                new RefreshParts(config, topics, SizeLimits.standard(), connect.queue(), connect.commits(), clock));
        if (!clock.instant().isBefore(lastPass().plus(interval))) {
            refresh.keys().suspectHashes();
        }
    }

    PassMarker pass(Instant start) throws Exception {
        return refresh.pass(start);
    }

    Instant lastPass() {
        return refresh.keys().lastPass().startedAt();
    }

    /** What is remembered. */
    Set<String> keys() {
        Set<String> keys = new HashSet<>();
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            keys.addAll(refresh.keys().bucket(bucket).offset().hashes().keySet());
        }
        return keys;
    }
}
