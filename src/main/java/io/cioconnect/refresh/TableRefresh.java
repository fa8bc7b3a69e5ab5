package io.cioconnect.refresh;

import io.cioconnect.api.AppApiException;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.record.OffsetCommits;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.schema.RowException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes over one table, one after the other. The refresh thread only. */
final class TableRefresh {
    private static final Logger log = LoggerFactory.getLogger(TableRefresh.class);

    private final String table;
    private final PageFetcher walk;
    private final RowConverter rows;
    private final KeySet keys;
    private final RefreshConfig config;
    private final TopicConfig topics;
    private final RecordQueue queue;
    private final TableMetrics metrics;
    private final Clock clock;

    TableRefresh(
            String table,
            PageFetcher walk,
            RowConverter rows,
            KeySet keys,
            RefreshConfig config,
            TopicConfig topics,
            RecordQueue queue,
            TableMetrics metrics,
            Clock clock) {
        this.table = table;
        this.walk = walk;
        this.rows = rows;
        this.keys = keys;
        this.config = config;
        this.topics = topics;
        this.queue = queue;
        this.metrics = metrics;
        this.clock = clock;
    }

    KeySet keys() {
        return keys;
    }

    /**
     * One pass from the first page to the marker. Nothing is written before the list is complete and every row was checked; a pass that
     * throws has deleted nothing for keys it did not miss in a complete list.
     */
    PassMarker pass(Instant start, OffsetCommits commits)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        log.info("Table {}: pass begun", table);
        try (Listing listing = new Listing(rows, start)) {
            int pages = walk.fetch(listing, start);
            // The rows of a parent that was not read look as if they had vanished.
            RefreshConfig usable = walk.failedParents() > 0 ? config.withoutDeletes() : config;
            var plan = new PassPlan(keys, listing, usable, walk.isCutIntoPages(pages), commits.isExactlyOnce(), start);
            var records = new PassWriter(rows, topics.table(table), listing, queue, start);
            PassMarker marker = plan.isTracked()
                    ? tracked(plan, listing, records, commits, start, pages)
                    : untracked(listing, records, commits, start, pages);
            metrics.passed(
                    marker.startedAt(),
                    marker.finishedAt(),
                    marker.rows(),
                    marker.changed(),
                    marker.deleted(),
                    marker.deletesDeferred());
            log.info("Table {}: pass complete, {}", table, marker.counts());
            return marker;
        }
    }

    private PassMarker tracked(
            PassPlan plan, Listing listing, PassWriter records, OffsetCommits commits, Instant start, int pages)
            throws RowException, PassFailedException, IOException, InterruptedException {
        var emission = new PassEmission(keys, plan, listing, records);
        emission.run();
        if (keys.hasStoredAbsenceUndone(commits.count())) {
            // Were it forgotten after the marker that they are listed, their next absence would count as the second in
            // a row.
            log.info(
                    "Table {}: rows came back that were missing before; the offsets are stored before the pass ends",
                    table);
            commits.awaitStored();
        }
        boolean recovered = !keys.lastPass().tracked();
        long deferred = emission.deferred().stream().mapToLong(Set::size).sum();
        var marker = new PassMarker(
                table, start, clock.instant(), listing.size(), emission.changed(), emission.deleted(), deferred, pages);
        complete(marker, true, emission.deferred(), plan.exactlyOnce(), records, commits);
        if (recovered) {
            log.info("Table {}: all keys can be remembered again, so vanished rows are deleted again", table);
        }
        return marker;
    }

    /** Too many keys to remember: all rows, no deletes. What was remembered before stays, and counts again when there are fewer. */
    private PassMarker untracked(Listing listing, PassWriter records, OffsetCommits commits, Instant start, int pages)
            throws RowException, PassFailedException, IOException, InterruptedException {
        if (keys.lastPass().tracked()) {
            log.error(
                    "Table {}: {} rows have more keys than can be remembered (at most {}, and 256 KiB in each of {} parts)."
                            + " All rows are written, but rows that vanish are not deleted",
                    table,
                    listing.size(),
                    PassPlan.MAX_TRACKED_KEYS,
                    SourcePartition.BUCKETS);
        }
        keys.overtaken();
        Map<String, Object> offset = keys.lastPass().toMap();
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            Map<String, RowRef> listed = listing.bucket(bucket);
            for (String key : listed.keySet()) {
                records.put(new RowOperation(RowOperation.Kind.ROW, key), listed, keys.passPartition(), offset);
            }
        }
        records.outcomes().awaitAll();
        long rowCount = listing.size();
        var marker = new PassMarker(table, start, clock.instant(), rowCount, rowCount, 0, 0, pages);
        complete(marker, false, Collections.nCopies(SourcePartition.BUCKETS, Set.of()), false, records, commits);
        return marker;
    }

    private void complete(
            PassMarker marker,
            boolean tracked,
            List<Set<String>> deferred,
            boolean exactlyOnce,
            PassWriter records,
            OffsetCommits commits)
            throws PassFailedException, InterruptedException {
        List<PassOffset.Bucket> buckets = keys.bucketsAfter(deferred, exactlyOnce);
        var offset = new PassOffset(marker.startedAt(), marker.finishedAt(), marker.rows(), tracked, buckets);
        records.putMarker(marker, topics.refreshes(), keys.passPartition(), offset.toMap());
        records.outcomes().awaitAll();
        keys.completed(offset, deferred, commits.count());
    }
}
