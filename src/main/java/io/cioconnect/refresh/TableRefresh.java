package io.cioconnect.refresh;

import io.cioconnect.api.AppApiException;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.record.DeadLetters;
import io.cioconnect.refresh.PageFetcher.BetweenCalls;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.sync.RowConverter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes over one table, one after the other. The refresh thread only. */
final class TableRefresh {
    private static final Logger log = LoggerFactory.getLogger(TableRefresh.class);
    private static final Duration PROGRESS = Duration.ofMinutes(1);

    private final String table;
    private final PageFetcher fetcher;
    private final RowConverter rows;
    private final KeySet keys;
    private final TableMetrics metrics;
    private final RefreshParts parts;
    private final int maxKeys;
    private Set<String> deadLetters = Set.of();
    private boolean mustRunAgain;
    private boolean hasSucceeded;
    private boolean toldRejected;

    TableRefresh(PageFetcher fetcher, RowConverter rows, KeySet keys, TableMetrics metrics, RefreshParts parts) {
        this(fetcher, rows, keys, metrics, parts, PassPlan.MAX_KEYS);
    }

    /** @param maxKeys with more rows than this a pass deletes nothing */
    TableRefresh(
            PageFetcher fetcher,
            RowConverter rows,
            KeySet keys,
            TableMetrics metrics,
            RefreshParts parts,
            int maxKeys) {
        this.table = rows.table().name();
        this.metrics = metrics;
        this.fetcher = fetcher;
        this.rows = rows;
        this.keys = keys;
        this.parts = parts;
        this.maxKeys = maxKeys;
        PassOffset last = keys.lastPass();
        if (parts.config().onStart()) {
            keys.writeAllAgain();
        } else if (last.columns() != rows.fingerprint() && !last.startedAt().equals(Instant.EPOCH)) {
            log.info("Table {}: its columns have changed since the last pass, so every row is written again", table);
            keys.writeAllAgain();
        }
    }

    KeySet keys() {
        return keys;
    }

    /** True when the last pass found that rows are missing in the topic: the next one writes them all. */
    boolean mustRunAgain() {
        return mustRunAgain;
    }

    /** True when the last complete pass could not delete because of its keys. A table that never deletes need not remember them. */
    boolean hasTooManyKeys() {
        return rows.table().use().deletes() && !keys.lastPass().tracked();
    }

    PassMarker pass(Instant start)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        return pass(start, () -> {});
    }

    /**
     * One pass from the first page to the marker. Nothing is written before the list is complete and every row was checked; a pass that
     * throws has deleted nothing for keys it did not miss in a complete list.
     *
     * @param betweenCalls run while the table is read, when no call is under way
     */
    PassMarker pass(Instant start, BetweenCalls betweenCalls)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        log.debug("Table {}: pass started", table);
        Duration interval = Objects.requireNonNull(parts.config().intervals().get(table), table);
        var pass = new Pass(start, parts.config().passTimeout(), interval, parts.clock(), parts.queue());
        mustRunAgain = false;
        try (Listing listing = new Listing(rows, start, maxRowBytes())) {
            Fetched fetched = fetcher.fetch(listing, pass, progress(pass, listing, betweenCalls));
            pass.requireInTime();
            tellRejected(listing);
            var plan = PassPlan.make(keys, listing, fetched, rules(), start);
            PassMarker marker = write(pass, listing, plan, fetched);
            count(marker);
            tellComplete(marker);
            return marker;
        }
    }

    /** A pass that changed nothing is no news, except the first: it shows that the table can be read. */
    private void tellComplete(PassMarker marker) {
        boolean isNews = !hasSucceeded || marker.counts().areNews();
        hasSucceeded = true;
        String text = "Table {}: pass complete, {}";
        if (isNews) {
            log.info(text, table, marker.summary());
        } else {
            log.debug(text, table, marker.summary());
        }
    }

    /** The first pass begins with the task, before it is known what the topic takes; a row larger than that would end the task. */
    private int maxRowBytes() throws InterruptedException {
        parts.limits().awaitSettled();
        return parts.limits().maxBytes(parts.topics().table(table));
    }

    private PassPlan.Rules rules() {
        boolean vanish = rows.table().use().deletes();
        return new PassPlan.Rules(parts.config(), vanish, parts.commits().isExactlyOnce(), maxKeys);
    }

    private BetweenCalls progress(Pass pass, Listing listing, BetweenCalls betweenCalls) {
        Instant[] said = {pass.start()};
        return () -> {
            Instant now = parts.clock().instant();
            if (Duration.between(said[0], now).compareTo(PROGRESS) >= 0) {
                said[0] = now;
                log.info(
                        "Table {}: {} rows read so far, in {}",
                        table,
                        listing.size(),
                        Duration.between(pass.start(), now));
            }
            pass.requireInTime();
            betweenCalls.run();
        };
    }

    private PassMarker write(Pass pass, Listing listing, PassPlan plan, Fetched fetched)
            throws PassFailedException, IOException, InterruptedException {
        tellTracking(plan);
        long commits = parts.commits().count(); // one that comes later may have stored what this pass says of absences
        var records = new PassWriter(pass, rows, parts.topics().table(table), listing, parts.queue());
        Set<String> letters = records.putDeadLetters(
                new DeadLetters(parts.topics().quarantine(), parts.limits()),
                deadLetters,
                keys.passPartition(),
                keys.lastPass().toMap());
        var emission = new PassEmission(pass, keys, plan, records);
        emission.run();
        deadLetters = letters;
        lookForALostTopic(pass);
        if (keys.hasStoredAbsenceUndone(parts.commits().count())) {
            // If a crash after the marker lost the fact that they are listed, their next absence would count as the
            // second in a row.
            log.info(
                    "Table {}: rows came back that were missing before; the offsets are stored before the pass ends",
                    table);
            parts.commits().awaitStored();
        }
        long deferred =
                emission.deferred().stream().mapToLong(BitSet::cardinality).sum();
        var counts = new PassMarker.Counts(
                plan.rows(),
                emission.changed(),
                emission.deleted(),
                deferred,
                fetched.pages(),
                listing.rejected(),
                rows.table().parents().isEmpty() ? null : (long) fetched.failedParents());
        var marker = new PassMarker(table, pass.start(), parts.clock().instant(), counts, null);
        complete(pass, marker, plan, emission.deferred(), records, commits);
        return marker;
    }

    private void complete(
            Pass pass, PassMarker marker, PassPlan plan, List<BitSet> deferred, PassWriter records, long commits)
            throws PassFailedException, InterruptedException {
        var offset = new PassOffset(
                marker.startedAt(),
                marker.finishedAt(),
                plan.tableRows(),
                marker.counts().changed(),
                marker.counts().deleted(),
                plan.isTracked(),
                rows.fingerprint(),
                positions(pass),
                keys.bucketsAfter(deferred, plan.exactlyOnce()));
        records.putMarker(marker, parts.topics().refreshes(), keys.passPartition(), offset.toMap());
        pass.awaitAll();
        keys.completed(offset, deferred, commits);
    }

    /** A record at an offset that was written before: the topic was deleted and made again, or its broker lost its end. */
    private void lookForALostTopic(Pass pass) {
        boolean isLost = pass.outcomes().isBelow(keys.lastPass().positions());
        if (isLost && parts.config().emit() == RefreshConfig.Emit.CHANGES) {
            log.warn(
                    "Table {}: the topic {} was recreated, so every row is written again",
                    table,
                    parts.topics().table(table));
            keys.writeAllAgain();
            mustRunAgain = true;
        }
    }

    private Map<Integer, Long> positions(Pass pass) {
        Map<Integer, Long> written = pass.outcomes().positions();
        Map<Integer, Long> positions = new HashMap<>();
        if (!pass.outcomes().isBelow(keys.lastPass().positions())) {
            positions.putAll(keys.lastPass().positions());
        }
        positions.putAll(written);
        return positions;
    }

    /** Once, until a pass finds none: a row that cannot be stored is usually listed again and again. */
    private void tellRejected(Listing listing) {
        if (listing.rejected() > 0 && !toldRejected) {
            log.warn(
                    "Table {}: {}. It goes to quarantine, and the pass continues without it{}. Rows of this pass that"
                            + " cannot be stored: {}",
                    table,
                    listing.firstRejected(),
                    listing.hasUnknownKeys() ? ", but deletes nothing" : "",
                    listing.rejected());
        }
        toldRejected = listing.rejected() > 0;
    }

    /** Where nothing is ever deleted, no key has to be remembered. */
    private void tellTracking(PassPlan plan) {
        if (!rows.table().use().deletes()) {
            return;
        }
        boolean before = keys.lastPass().tracked();
        if (before && !plan.isTracked()) {
            log.error(
                    "Table {}: {} rows have too many keys to remember (at most {} rows, and 700 KiB of keys in each of"
                            + " 64 parts). All rows are written, but no row that vanishes is deleted",
                    table,
                    plan.tableRows(),
                    maxKeys);
        } else if (!before && plan.isTracked()) {
            log.info("Table {}: all keys can be remembered again, so vanished rows are deleted again", table);
        }
    }

    private void count(PassMarker marker) {
        PassMarker.Counts counts = marker.counts();
        metrics.passed(
                marker.startedAt(),
                marker.finishedAt(),
                counts.rows(),
                counts.changed(),
                counts.deleted(),
                counts.deletesDeferred());
        metrics.tooManyKeys(hasTooManyKeys());
        metrics.quarantined(counts.quarantined());
        metrics.parentsFailed(counts.parentsFailed() == null ? 0 : counts.parentsFailed());
    }
}
