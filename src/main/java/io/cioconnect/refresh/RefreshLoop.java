package io.cioconnect.refresh;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.api.KeyProblem;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.metrics.TaskThreads;
import io.cioconnect.offset.StoredOffsets;
import io.cioconnect.pace.Time;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.schema.RowException;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that refreshes a task's tables: takes the table that is due, makes a pass, waits. A failed pass concerns its table
 * alone. An unfinished pass is forgotten when this is closed, and begun anew by whoever comes next.
 */
public final class RefreshLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RefreshLoop.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(3);

    /** The clock may be set while we wait, so look at it once in a while. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** By how much the clocks of two workers may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    /** How long a pass may go on from call to call while a list is due. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(5);

    private final Map<String, TableRefresh> tables = new LinkedHashMap<>();
    private final Set<String> belowLists = new HashSet<>();
    private final Map<String, Backoff> backoffs = new LinkedHashMap<>();
    private final RefreshSchedule schedule = new RefreshSchedule();
    private final RefreshConfig config;
    private final RecordQueue queue;
    private final Map<String, TableMetrics> metrics;
    private final Time clock;
    private final boolean alsoReceives;
    private final Thread thread;
    private volatile boolean closed;
    private final Set<String> running = new HashSet<>(); // refresh thread only, as the next
    private Instant lastYield = Instant.EPOCH;
    private final KeyRefusals keyRefusals = new KeyRefusals();

    /**
     * @param tables the metrics of each
     * @param stored what Connect had stored for these tables when the task started
     * @param alsoReceives this task also receives webhooks, so a refused App API key does not fail it
     */
    public RefreshLoop(
            Map<String, TableMetrics> tables,
            RefreshParts parts,
            AppApiClient api,
            StoredOffsets stored,
            boolean alsoReceives) {
        this.config = parts.config();
        this.queue = parts.queue();
        this.metrics = tables;
        this.clock = parts.clock();
        this.alsoReceives = alsoReceives;
        tables.forEach((name, tableMetrics) -> {
            String topic = parts.topics().table(name);
            KeySet keys = KeySet.load(stored, name, topic);
            schedule(name, keys);
            Table table = Tables.named(name);
            if (!table.parents().isEmpty()) {
                belowLists.add(name);
            }
            var fetcher = new PageFetcher(table, api, config.content());
            var rows = new RowConverter(table, topic);
            this.tables.put(name, new TableRefresh(fetcher, rows, keys, tableMetrics, parts));
            backoffs.put(name, new Backoff(interval(name)));
        });
        thread = TaskThreads.named("customerio-refresh").newThread(this::run);
    }

    public void start() {
        log.info(
                "Known from earlier passes: {}. To forget it, stop the connector and call DELETE /connectors/<name>/offsets",
                tables.entrySet().stream()
                        .map(table -> table.getKey() + " ("
                                + remembered(table.getKey(), table.getValue().keys()) + ")")
                        .collect(Collectors.joining(", ")));
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            log.warn(
                    "The directory {} (java.io.tmpdir) is missing or cannot be written to: lists above 4 MB cannot be copied",
                    directory);
        }
        thread.start();
    }

    private String remembered(String table, KeySet keys) {
        Instant last = keys.lastPass().startedAt();
        Duration next = schedule.untilDue(table, clock.instant());
        return keys.size() + " keys, last pass " + (last.equals(Instant.EPOCH) ? "never" : last) + ", next in "
                + next.toSeconds() + " s";
    }

    /** Ends the pass under way, if there is one, and waits a short while for the thread. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(LONGEST_STOP.toMillis());
            if (thread.isAlive()) {
                log.warn("The refresh thread did not end within {}; it ends by itself", LONGEST_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(String table, Instant from, Duration pause) {
        schedule.next(table, from, pause);
        of(table, metrics).nextPass(from.plus(pause));
    }

    private void now(String table) {
        schedule.now(table);
        of(table, metrics).nextPass(Instant.EPOCH);
    }

    private void schedule(String table, KeySet keys) {
        of(table, metrics).resumed(keys.lastPass().finishedAt(), keys.deferredCount());
        next(table, keys.lastPass().startedAt(), interval(table));
        if (keys.lastPass().startedAt().equals(Instant.EPOCH)) {
            now(table); // there was none, so the longest interval has not begun
        }
        // In at-least-once mode offsets are stored some time after the records. If a pass was due, a task that crashed
        // may have begun it and written rows of which nothing was stored.
        if (schedule.isDue(table, clock.instant().plus(CLOCK_SKEW))) {
            keys.suspectHashes();
        }
        if (config.onStart()) {
            now(table);
        }
    }

    private Duration interval(String table) {
        return of(table, config.intervals());
    }

    /** What belongs to a table of this loop. */
    private static <T> T of(String table, Map<String, T> byTable) {
        return Objects.requireNonNull(byTable.get(table), table);
    }

    private void run() {
        try {
            while (!closed) {
                Optional<String> due = schedule.due(clock.instant(), running);
                if (due.isPresent()) {
                    refresh(due.get());
                } else {
                    Duration wait = schedule.untilNext(clock.instant());
                    clock.sleep(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: this thread ends here
        } catch (RuntimeException | Error e) {
            queue.fail(new ConnectException("The refresh of the list tables ended unexpectedly", e));
        }
    }

    private void refresh(String table) throws InterruptedException {
        Instant start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        running.add(table);
        lastYield = clock.instant();
        try {
            of(table, tables).pass(start, this::yieldToWhatIsDue);
            succeeded(table, start);
        } catch (AppApiException e) {
            if (KeyProblem.REFUSED.explains(e.status())) {
                keyRefused(table, start, e);
            } else {
                failed(table, e.status() > 0 ? "status " + e.status() : String.valueOf(e.getMessage()), e);
            }
        } catch (RowException | PassFailedException | IOException | RuntimeException e) {
            failed(table, e.getClass().getName() + e.getMessage(), e);
        } finally {
            running.remove(table);
        }
    }

    /**
     * Between two calls of a long pass: lists need not wait for its end. The tables below lists do, because each of them may take as long
     * itself.
     */
    private void yieldToWhatIsDue() throws InterruptedException {
        while (Duration.between(lastYield, clock.instant()).compareTo(LONGEST_TURN) >= 0) {
            Set<String> notInTurn = new HashSet<>(belowLists);
            notInTurn.addAll(running);
            Optional<String> due = schedule.due(clock.instant(), notInTurn);
            if (due.isEmpty()) {
                return;
            }
            refresh(due.get());
            lastYield = clock.instant();
        }
    }

    private void succeeded(String table, Instant start) {
        if (of(table, backoffs).recovered()) {
            log.info("Table {}: passes succeed again", table);
        }
        if (keyRefusals.any()) {
            keyRefusals.clear();
            log.info("Customer.io takes the App API key again");
        }
        next(table, start, interval(table));
        if (of(table, tables).mustRunAgain()) {
            now(table);
        }
    }

    private void failed(String table, String reason, Exception e) {
        if (closed) {
            return; // interrupted in the middle of a read or write
        }
        of(table, metrics).failed();
        Backoff backoff = of(table, backoffs);
        Duration wait = backoff.nextWait();
        next(table, clock.instant(), wait);
        String text = "Table {}: the pass failed and is begun anew in {} s: {}";
        if (!backoff.isNew(reason)) {
            log.debug(text, table, wait.toSeconds(), e.getMessage());
        } else if (e instanceof RuntimeException) {
            log.error(text, table, wait.toSeconds(), e.getMessage(), e);
        } else {
            log.warn(text, table, wait.toSeconds(), e.getMessage());
        }
    }

    private void keyRefused(String refused, Instant start, AppApiException e) {
        of(refused, metrics).failed();
        boolean first = !keyRefusals.any();
        keyRefusals.add(clock.instant());
        if (!alsoReceives && keyRefusals.areLasting()) {
            queue.fail(new ConnectException(KeyProblem.REFUSED.toString(), e));
            closed = true;
            return;
        }
        if (first) {
            log.error(
                    "{} {}",
                    KeyProblem.REFUSED,
                    alsoReceives
                            ? "The polled tables wait and try again at their intervals; webhooks are received meanwhile"
                            : "The task tries again, and fails if the key is refused for a minute");
        }
        for (String table : tables.keySet()) {
            Duration pause = interval(table);
            next(
                    table,
                    alsoReceives ? start : clock.instant(),
                    alsoReceives || pause.compareTo(KeyRefusals.PAUSE) < 0 ? pause : KeyRefusals.PAUSE);
        }
    }
}
