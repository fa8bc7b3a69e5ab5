package io.cioconnect.refresh;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.offset.StoredOffsets;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.sync.Sync;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table that is read from its first row to its last, pass after pass; each pass is one turn. */
public final class FullRefresh implements Sync {
    private static final Logger log = LoggerFactory.getLogger(FullRefresh.class);

    private final Table table;
    private final Duration interval;
    private final boolean onStart;
    private final KeySet keys;
    private final TableMetrics metrics;
    private final TableRefresh passes;

    private FullRefresh(Table table, TableMetrics metrics, RefreshParts parts, AppApiClient api, StoredOffsets stored) {
        String topic = parts.topics().table(table.name());
        this.table = table;
        this.metrics = metrics;
        this.interval = Objects.requireNonNull(parts.config().intervals().get(table.name()), table.name());
        this.onStart = parts.config().onStart();
        this.keys = KeySet.load(stored, table.name(), topic);
        var fetcher = new PageFetcher(table, api, parts.config().content());
        this.passes = new TableRefresh(fetcher, new RowConverter(table, topic), keys, metrics, parts);
    }

    /**
     * One for each table.
     *
     * @param tables the metrics of each
     * @param stored what Connect had stored for these tables when the task started
     */
    public static List<Sync> of(
            Map<String, TableMetrics> tables, RefreshParts parts, AppApiClient api, StoredOffsets stored) {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        if (!tables.isEmpty() && !(Files.isDirectory(directory) && Files.isWritable(directory))) {
            log.warn(
                    "The directory {} (java.io.tmpdir) is missing or cannot be written to: lists above 4 MB cannot be copied",
                    directory);
        }
        return tables.entrySet().stream()
                .<Sync>map(table -> new FullRefresh(Tables.named(table.getKey()), table.getValue(), parts, api, stored))
                .toList();
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Instant lastStart() {
        return keys.lastPass().startedAt();
    }

    @Override
    public String remembered() {
        return keys.size() + " keys";
    }

    @Override
    public Optional<String> concern() {
        return passes.hasTooManyKeys()
                ? Optional.of("it has more keys than can be remembered, so no row that vanishes is deleted")
                : Optional.empty();
    }

    /** Tables below lists need a call for each parent. */
    @Override
    public boolean isShort() {
        return table.parents().isEmpty();
    }

    @Override
    public boolean starting(boolean wasDue) {
        metrics.resumed(keys.lastPass().finishedAt(), keys.deferredCount());
        metrics.tooManyKeys(passes.hasTooManyKeys());
        if (wasDue) {
            keys.suspectHashes();
        }
        return onStart;
    }

    @Override
    public Turn run(Instant start, BetweenCalls others)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        passes.pass(start, others::run);
        return passes.mustRunAgain() ? Turn.AGAIN : Turn.COMPLETE;
    }

    @Override
    public void due(Instant at) {
        metrics.nextPass(at);
    }

    @Override
    public void failed(String reason) {
        metrics.failed(reason);
    }
}
