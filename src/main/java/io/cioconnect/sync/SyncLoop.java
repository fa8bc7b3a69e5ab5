package io.cioconnect.sync;

import io.cioconnect.api.AppApiException;
import io.cioconnect.api.KeyProblem;
import io.cioconnect.metrics.TaskThreads;
import io.cioconnect.pace.Time;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.schema.RowException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that reads a task's polled tables: takes the sync that is due, lets it make a turn, waits. A failed turn concerns its sync
 * alone. What a turn had not finished when this is closed is forgotten; the next task restarts it.
 */
public final class SyncLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SyncLoop.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(3);

    /** The clock may be set while we wait, so look at it once in a while. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** By how much the clocks of two workers may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    /** How long a turn may go on from call to call while a short one is due. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(5);

    private final Map<String, Sync> syncs = new LinkedHashMap<>();
    private final Set<String> longSyncs = new HashSet<>();
    private final Map<String, Failures> failures = new LinkedHashMap<>();
    private final SyncSchedule schedule = new SyncSchedule();
    private final RecordQueue queue;
    private final Time clock;
    private final boolean alsoReceives;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean isKeyReplaced;
    private final Set<String> running = new HashSet<>(); // the loop's thread only, as the next
    private Instant lastYield = Instant.EPOCH;
    private final KeyRefusals keyRefusals;
    private final HourlySummary summary;

    /**
     * @param queue is told when the task cannot go on
     * @param alsoReceives this task also receives webhooks, so a refused App API key does not fail it
     */
    public SyncLoop(List<? extends Sync> syncs, RecordQueue queue, Time clock, boolean alsoReceives) {
        this.queue = queue;
        this.clock = clock;
        this.alsoReceives = alsoReceives;
        this.keyRefusals = new KeyRefusals(alsoReceives);
        this.summary = new HourlySummary(clock.instant());
        syncs.forEach(this::add);
        thread = TaskThreads.named("customerio-refresh").newThread(this::run);
    }

    private void add(Sync sync) {
        String name = sync.name();
        syncs.put(name, sync);
        failures.put(name, new Failures(sync.interval()));
        if (!sync.isShort()) {
            longSyncs.add(name);
        }
        next(name, sync.lastStart(), sync.interval());
        if (sync.lastStart().equals(Instant.EPOCH)) {
            now(name); // there was none, so the longest interval has not begun
        }
        // In at-least-once mode offsets are stored some time after the records. If a turn was due, a task that crashed
        // may have begun it and written rows of which nothing was stored.
        if (sync.starting(schedule.isDue(name, clock.instant().plus(CLOCK_SKEW)))) {
            now(name);
        }
    }

    public void start() {
        log.info(
                "Known from earlier passes: {}. To forget it, stop the connector and call DELETE /connectors/<name>/offsets",
                syncs.values().stream()
                        .map(sync -> sync.name() + " (" + remembered(sync) + ")")
                        .collect(Collectors.joining(", ")));
        thread.start();
    }

    private String remembered(Sync sync) {
        Instant last = sync.lastStart();
        Duration next = schedule.untilDue(sync.name(), clock.instant());
        return sync.remembered() + ", last pass " + (last.equals(Instant.EPOCH) ? "never" : last) + ", next in "
                + next.toSeconds() + " s";
    }

    /** Another App API key is in use. Called by any thread. */
    public void keyReplaced() {
        isKeyReplaced = true;
    }

    /** Ends the pass under way, if there is one, and waits a short while for the thread. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(LONGEST_STOP.toMillis());
            if (thread.isAlive()) {
                log.warn("The refresh thread has not ended within {}; it will end by itself", LONGEST_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(String sync, Instant from, Duration pause) {
        schedule.next(sync, from, pause);
        showWhenDue(sync);
    }

    private void now(String sync) {
        schedule.now(sync);
        showWhenDue(sync);
    }

    private void showWhenDue(String sync) {
        Instant now = clock.instant();
        of(sync, syncs).due(now.plus(schedule.untilDue(sync, now)));
    }

    private static <T> T of(String sync, Map<String, T> bySync) {
        return Objects.requireNonNull(bySync.get(sync), sync);
    }

    private void run() {
        try {
            while (!closed) {
                if (summary.isDue(clock.instant())) {
                    summary.tell(clock.instant());
                }
                if (isKeyReplaced) {
                    isKeyReplaced = false;
                    forgetRefusals();
                }
                Optional<String> due = schedule.due(clock.instant(), running);
                if (due.isPresent()) {
                    turn(due.get());
                } else {
                    Duration wait = schedule.untilNext(clock.instant());
                    clock.sleep(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: this thread ends here
        } catch (RuntimeException | Error e) {
            queue.fail(new ConnectException("The thread that reads the polled tables ended unexpectedly", e));
        }
    }

    private void turn(String sync) throws InterruptedException {
        Instant start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        running.add(sync);
        lastYield = clock.instant();
        try {
            Sync.Turn turn = of(sync, syncs).run(start, this::yieldToWhatIsDue);
            succeeded(sync, turn);
        } catch (AppApiException e) {
            if (KeyProblem.REFUSED.explains(e.status()) && !keyRefusals.areOfTableAlone(sync)) {
                keyRefused(sync, start, e);
            } else {
                failed(sync, e.status() > 0 ? "status " + e.status() : String.valueOf(e.getMessage()), e);
            }
        } catch (RowException | PassFailedException | IOException | RuntimeException e) {
            failed(sync, e.getClass().getName() + e.getMessage(), e);
        } finally {
            running.remove(sync);
        }
    }

    /**
     * Between two calls of a long turn: short ones need not wait for its end. Long ones do, because each of them may take as long itself.
     */
    private void yieldToWhatIsDue() throws InterruptedException {
        // also when the clock was set back: nothing would yield until it has caught up
        while (Duration.between(lastYield, clock.instant()).abs().compareTo(LONGEST_TURN) >= 0) {
            Set<String> notInTurn = new HashSet<>(longSyncs);
            notInTurn.addAll(running);
            Optional<String> due = schedule.due(clock.instant(), notInTurn);
            if (due.isEmpty()) {
                return;
            }
            turn(due.get());
            lastYield = clock.instant();
        }
    }

    private void succeeded(String sync, Sync.Turn turn) {
        if (turn != Sync.Turn.NOTHING) {
            answered(sync);
        }
        switch (turn) {
            case COMPLETE, NOTHING ->
                next(sync, of(sync, syncs).lastStart(), of(sync, syncs).interval());
            case UNFINISHED -> next(sync, clock.instant(), Duration.ZERO); // behind all that are due by now
            case AGAIN -> now(sync);
        }
    }

    /** Customer.io gave what was asked for, and took the key. */
    private void answered(String sync) {
        summary.passed(sync, of(sync, syncs).concern());
        Failures before = of(sync, failures);
        if (before.any()) {
            before.clear();
            log.info("Table {}: passes succeed again", sync);
        }
        if (keyRefusals.any()) {
            log.info("Customer.io accepts the App API key again");
        }
        keyRefusals.succeeded(sync);
    }

    private void failed(String sync, String reason, Exception e) {
        if (closed) {
            return; // interrupted in the middle of a read or write
        }
        of(sync, syncs).failed(String.valueOf(e.getMessage()));
        summary.failed(sync, clock.instant(), String.valueOf(e.getMessage()));
        Failures before = of(sync, failures);
        boolean isNew = before.add(reason);
        Duration wait = before.pause();
        next(sync, clock.instant(), wait);
        String text = "Table {}: the pass failed, the next one starts in {} s: {}";
        if (!isNew) {
            log.debug(text, sync, wait.toSeconds(), e.getMessage());
        } else if (e instanceof RuntimeException) {
            log.error(text, sync, wait.toSeconds(), e.getMessage(), e);
        } else {
            log.warn(text, sync, wait.toSeconds(), e.getMessage());
        }
    }

    private void keyRefused(String refused, Instant start, AppApiException e) {
        of(refused, syncs).failed(KeyProblem.REFUSED.toString());
        summary.failed(refused, clock.instant(), KeyProblem.REFUSED.toString());
        boolean first = !keyRefusals.any();
        keyRefusals.add(refused, clock.instant());
        if (keyRefusals.endTask()) {
            queue.fail(new ConnectException(KeyProblem.REFUSED + " Then restart the failed task.", e));
            closed = true;
            return;
        }
        if (first) {
            log.error(
                    "{} {}",
                    KeyProblem.REFUSED,
                    alsoReceives
                            ? "The polled tables retry at their intervals; webhooks are received as before"
                            : "The task retries, and fails if the key is refused for a minute");
        }
        suspend(refused, alsoReceives ? start : clock.instant());
    }

    /** The old key was refused for some tables, which postponed others. The new one may be good. */
    private void forgetRefusals() {
        if (keyRefusals.any()) {
            log.info("Another App API key is in use. What waited because the old one was refused is read now");
            schedule.resume().forEach(this::showWhenDue);
        }
        keyRefusals.forget().forEach(this::now);
    }

    /** Postpones the refused table, and those whose answers are wanted before the key is tried again, which come just before it. */
    private void suspend(String refused, Instant from) {
        Duration wait = keyRefusals.pause(of(refused, syncs).interval());
        next(refused, from, wait);
        for (String sync : keyRefusals.witnesses(refused, from.plus(wait), schedule, longSyncs)) {
            Duration own = keyRefusals.pause(of(sync, syncs).interval());
            schedule.postpone(sync, from, (own.compareTo(wait) < 0 ? own : wait).minusNanos(1));
            showWhenDue(sync);
        }
    }
}
