package io.cioconnect.metrics;

import static io.cioconnect.metrics.Metric.number;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The passes over one table. Counts start with the task. The refresh thread writes; any thread may read. */
public final class TableMetrics {
    public static final MetricGroup<TableMetrics> GROUP = new MetricGroup<>(
            "table",
            "table",
            "A polled table, on the worker whose task refreshes it",
            List.of(
                    number("PassesCompleted", "passes", "Complete passes", m -> m.passesCompleted.sum()),
                    number("PassesFailed", "passes", "Passes that failed", m -> m.passesFailed.sum()),
                    number(
                            "RowsListed",
                            "rows",
                            "Rows that the API listed in complete passes",
                            m -> m.rowsListed.sum()),
                    number("RowsChanged", "rows", "Of these, rows that were new or changed", m -> m.rowsChanged.sum()),
                    number("RowsDeleted", "rows", "Rows that were deleted", m -> m.rowsDeleted.sum()),
                    number(
                            "DeletesHeld",
                            "rows",
                            "Rows whose delete is pending until the next complete pass",
                            m -> m.deletesDeferred),
                    number(
                            "TooManyKeys",
                            "0 or 1",
                            "1 while the table has more keys than can be remembered, so that no row that vanishes is deleted",
                            m -> m.tooManyKeys ? 1 : 0),
                    number("RowsQuarantined", "rows", "Rows that went to quarantine", m -> m.rowsQuarantined.sum()),
                    number(
                            "ParentsFailed",
                            "parents",
                            "Parents whose rows could not be read",
                            m -> m.parentsFailed.sum()),
                    number(
                            "LastSuccessAgeSeconds",
                            "s",
                            "Time since the last complete pass ended, including passes of earlier tasks; -1 before the first",
                            TableMetrics::lastSuccessAge),
                    number(
                            "LastPassMillis",
                            "ms",
                            "How long the last complete pass of this task took",
                            m -> m.lastPassMillis),
                    number(
                            "NextPassInSeconds",
                            "s",
                            "Time until the next pass is due; 0 when it is due",
                            TableMetrics::nextPassIn),
                    number(
                            "Stale",
                            "0 or 1",
                            "1 when the last complete pass is over two intervals ago; before the first pass, when the task started that long ago",
                            TableMetrics::stale)));

    /** What fails where a table has one kind of pass. */
    private static final String WHOLE = "";

    private final Clock clock;
    private final Duration interval;
    private final Instant started;
    private final LongAdder passesCompleted = new LongAdder();
    private final LongAdder passesFailed = new LongAdder();
    private final LongAdder rowsListed = new LongAdder();
    private final LongAdder rowsChanged = new LongAdder();
    private final LongAdder rowsDeleted = new LongAdder();
    private final LongAdder rowsQuarantined = new LongAdder();
    private final LongAdder parentsFailed = new LongAdder();
    private volatile long deletesDeferred;
    private volatile boolean tooManyKeys;
    private volatile long lastPassMillis;
    private volatile Instant lastSuccess = Instant.EPOCH;
    private volatile Instant begin = Instant.EPOCH;
    private volatile Instant next;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>(); // the refresh thread writes it

    public TableMetrics(Duration interval, Clock clock) {
        this.interval = interval;
        this.clock = clock;
        this.started = clock.instant();
        this.next = started;
    }

    /** What is known about the table when the task starts; the epoch when it has never had a pass. */
    public void resumed(Instant lastFinished, long deletesDeferred) {
        lastSuccess = lastFinished;
        this.deletesDeferred = deletesDeferred;
    }

    /** Whether the last complete pass, of this or an earlier task, had more keys than can be remembered. */
    public void tooManyKeys(boolean isSo) {
        tooManyKeys = isSo;
    }

    /** Nothing is read before this time, so that the table is not stale either. */
    public void beginsAt(Instant time) {
        begin = time;
    }

    /** A complete pass. */
    public void passed(Instant start, Instant end, long listed, long changed, long deleted, long deletesDeferred) {
        passesCompleted.increment();
        rowsListed.add(listed);
        rowsChanged.add(changed);
        rowsDeleted.add(deleted);
        this.deletesDeferred = deletesDeferred;
        lastPassMillis = Math.max(0, Duration.between(start, end).toMillis()); // the clock may have been set back
        lastSuccess = end;
        recovered(WHOLE);
    }

    /**
     * A pass that failed.
     *
     * @param reason shown on the status page; contains no secrets
     */
    public void failed(String reason) {
        failed(WHOLE, reason);
    }

    /** The same for one of several reads of the table. Only {@link #recovered} ends it: other reads may succeed meanwhile. */
    public void failed(String read, String reason) {
        passesFailed.increment();
        failures.merge(
                read,
                new Failure(clock.instant(), 1, reason),
                (before, now) -> new Failure(before.since(), before.passes() + 1, reason));
    }

    /** This read of the table succeeds again. */
    public void recovered(String read) {
        failures.remove(read);
    }

    /**
     * The failed passes since the last complete one.
     *
     * @param since when the first of them failed
     * @param reason of the latest failure
     */
    public record Failure(Instant since, long passes, String reason) {}

    /** Empty when the last pass was complete, and before the first pass. Of several reads, the one that has failed the longest. */
    public Optional<Failure> failure() {
        return failures.values().stream().min(Comparator.comparing(Failure::since));
    }

    public Instant nextPass() {
        return next;
    }

    public boolean isStale() {
        return stale() == 1;
    }

    public long deletesDeferred() {
        return deletesDeferred;
    }

    /** Rows that the API listed in complete passes of this task. */
    public long rowsListed() {
        return rowsListed.sum();
    }

    /** Of these, rows that were new or changed. */
    public long rowsChanged() {
        return rowsChanged.sum();
    }

    public void quarantined(long rows) {
        rowsQuarantined.add(rows);
    }

    public void parentsFailed(long parents) {
        parentsFailed.add(parents);
    }

    /** When the next pass is due. */
    public void nextPass(Instant due) {
        next = due;
    }

    private long lastSuccessAge() {
        return lastSuccess.equals(Instant.EPOCH) ? -1 : secondsSince(lastSuccess);
    }

    private long nextPassIn() {
        return Math.max(0, Duration.between(clock.instant(), next).toSeconds());
    }

    private long stale() {
        Instant last = lastSuccess.equals(Instant.EPOCH) ? started : lastSuccess;
        Instant since = last.isBefore(begin) ? begin : last;
        return Duration.between(since, clock.instant()).dividedBy(2).compareTo(interval) > 0 ? 1 : 0;
    }

    private long secondsSince(Instant then) {
        return Math.max(0, Duration.between(then, clock.instant()).toSeconds());
    }
}
