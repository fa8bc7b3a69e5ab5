package io.cioconnect.window;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.PatientClient;
import io.cioconnect.config.DeliveriesConfig;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.offset.StoredWindows;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.sync.SyncLoop;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The delivery tables, their topics and offsets through a random history: deliveries, late metrics, failures, crashes, other settings. The
 * same seed gives the same history.
 */
final class WindowModelRun implements AutoCloseable {
    private static final TopicConfig TOPICS = new TopicConfig("p", false);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NEVER = Integer.MAX_VALUE;
    private static final List<Duration> STEPS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(15),
            Duration.ofHours(2),
            Duration.ofHours(9),
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofDays(9),
            Duration.ofDays(35));

    private final Random random;
    private final boolean exactlyOnce;
    private final ManualClock clock = new ManualClock();
    private final ModelServer customerIo;
    private final AppApiClient api;
    private final FakeConnect connect;
    private final WindowModelJudge judge;
    private final RandomDeliveries deliveries;
    private final ModelSettings settings;
    private final Duration timeout;
    private List<WatchedSync> syncs = List.of();
    private SyncLoop loop;

    int crashes;
    int reconfigured;
    int failed;

    WindowModelRun(long seed) throws IOException {
        random = new Random(new SplittableRandom(seed).nextLong()); // seeds in a row would begin alike
        exactlyOnce = random.nextBoolean();
        connect = new FakeConnect(exactlyOnce);
        customerIo = new ModelServer(clock, new Random(random.nextLong()));
        api = PatientClient.of(customerIo.url(), clock);
        settings = new ModelSettings(random, clock.instant());
        timeout = List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1))
                .get(random.nextInt(3));
        judge = new WindowModelJudge("seed " + seed, connect, customerIo);
        deliveries = new RandomDeliveries(customerIo, random);
        deliveries.create(random.nextInt(120), 120 * 86_400, 0);
        if (random.nextInt(8) == 0) {
            deliveries.create(70, 86_400, 0); // more than 50 pages
        }
        loop = load();
    }

    int calls() {
        return judge.calls;
    }

    int checkedChanges() {
        return judge.checkedChanges;
    }

    /** A random history, and then peace. */
    void run() throws Exception {
        step(true);
        int steps = 2 + random.nextInt(10);
        for (int i = 0; i < steps; i++) {
            customerIo.trouble(ModelServer.Trouble.draw(random));
            if (random.nextInt(12) == 0) {
                customerIo.skew(Duration.ofMinutes(random.nextInt(100) - 50));
            }
            if (random.nextInt(3) == 0) {
                restart();
            } else {
                pass();
            }
            step(true);
        }
        calm();
    }

    private void restart() throws Exception {
        stop();
        if (random.nextInt(3) > 0) {
            pass();
        }
        if (random.nextInt(2) == 0) {
            settings.change(clock.instant());
            reconfigured++;
        }
        loop = load();
    }

    /** Nothing is created any more and nothing fails. Until all is read each read may need some of its intervals. */
    private void calm() throws Exception {
        customerIo.skew(Duration.ZERO);
        customerIo.trouble(ModelServer.Trouble.NONE);
        Duration longest = syncs.stream()
                .map(WatchedSync::interval)
                .max(Duration::compareTo)
                .orElseThrow();
        for (int i = 0; i < 3; i++) {
            pass(longest.plus(Duration.ofMinutes(16)));
            step(false);
        }
        syncs.forEach(WatchedSync::complete);
        int before = judge.calls;
        pass(longest.plus(Duration.ofMinutes(16)));
        step(false);
        for (WatchedSync sync : syncs) {
            judge.require(sync.complete() > 0, sync.name() + " makes no read");
            judge.require(sync.failure().isEmpty(), sync.name() + " failed");
        }
        connect.flush();
        var shown = new ShownReads(
                StoredWindows.shown(
                        connect.reader(), WindowReads.REMEMBERED_AS, TOPICS.table(WindowReads.REMEMBERED_AS)),
                settings.config().deliveries().orElseThrow(),
                TOPICS.table(WindowReads.REMEMBERED_AS));
        judge.require(shown.first().underway().isEmpty(), "the first read does not end: " + shown.first());
        shown.rescans().forEach(read -> judge.require(read.underway().isEmpty(), "a read does not end: " + read));
        judge.require(judge.calls - before <= callsOfACycle(), "too many calls: " + (judge.calls - before));
        judge.everythingIsThere();
    }

    private int callsOfACycle() {
        return syncs.size() * 3 * (5 + customerIo.deliveries().size() / 10);
    }

    /** The loop of the task does what is due, or the worker dies. */
    private void step(boolean mayCrash) throws Exception {
        boolean crashes = mayCrash && random.nextInt(4) == 0;
        if (crashes && random.nextBoolean()) {
            customerIo.stopAfter(random.nextInt(12));
        }
        boolean pauses = mayCrash && random.nextInt(10) == 0;
        boolean survived = play(crashes ? random.nextInt(60) : NEVER, pauses);
        if (!survived) {
            this.crashes++;
            stop();
            loop = load();
            step(false);
            return;
        }
        customerIo.goOn();
        judge.watch();
        for (WatchedSync sync : syncs) {
            if (!sync.failure().isEmpty()) {
                failed++;
            }
        }
    }

    /** Ends the task, with or without storing the offsets of what Kafka has. */
    private void stop() throws InterruptedException {
        loop.close();
        customerIo.goOn();
        for (WatchedSync sync : syncs) {
            sync.awaitEnd();
        }
        judge.watch();
        if (!exactlyOnce) {
            switch (random.nextInt(3)) {
                case 0 -> connect.flush();
                case 1 -> connect.flush(partition -> random.nextBoolean()); // torn
                default -> {}
            }
        }
        connect.crash();
    }

    private SyncLoop load() {
        clock.advance(Duration.ofMillis(1)); // forgets who slept before
        var config = settings.config();
        DeliveriesConfig deliveries = config.deliveries().orElseThrow();
        Map<String, TableMetrics> metrics = new LinkedHashMap<>();
        deliveries
                .tables()
                .forEach(table -> metrics.put(table, new TableMetrics(deliveries.shortestInterval(), clock)));
        var parts = new WindowParts(
                deliveries, config.refresh().onStart(), timeout, TOPICS, SizeLimits.standard(), connect.queue(), clock);
        syncs = WindowReads.of(metrics, parts, api, connect.reader()).stream()
                .map(WatchedSync::new)
                .toList();
        judge.started(new ModelSettings.Started(deliveries, clock.instant()));
        var next = new SyncLoop(syncs, connect.queue(), clock, true);
        next.start();
        return next;
    }

    /** Plays Connect until the loop sleeps; false when it is to crash, so many records from its beginning. */
    private boolean play(int recordsToCrash, boolean pauses) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean paused = !pauses;
        int records = 0;
        while (true) {
            judge.require(System.nanoTime() < deadline, "still not done after " + PATIENCE);
            boolean sleeps = clock.hasSleeper();
            boolean waits = syncs.stream().anyMatch(WatchedSync::isWaitingForKafka);
            if (customerIo.isStopped()) {
                connect.poll(Duration.ZERO).stream().limit(random.nextInt(20)).forEach(this::take);
                return false;
            }
            if (!sleeps && !waits) {
                Thread.onSpinWait();
                continue;
            }
            if (waits && !paused) {
                paused = true;
                clock.advance(Duration.ofMinutes(random.nextInt(40)));
            }
            List<TrackedRecord> batch = connect.poll(Duration.ZERO);
            if (batch.isEmpty() && sleeps) {
                return true;
            }
            for (TrackedRecord record : batch) {
                if (!exactlyOnce && random.nextInt(30) == 0) {
                    connect.flush();
                }
                if (++records > recordsToCrash) {
                    return false;
                }
                take(record);
            }
            if (exactlyOnce) {
                connect.commit();
            } else if (!batch.isEmpty() && random.nextInt(4) == 0) {
                connect.flush();
            }
        }
    }

    private void take(TrackedRecord record) {
        connect.send(record);
        if (!exactlyOnce) {
            connect.appendOne();
            connect.acknowledgeOne();
        }
    }

    private void pass() throws InterruptedException {
        pass(STEPS.get(random.nextInt(STEPS.size())));
    }

    /** Time goes by, in which deliveries come and change. */
    private void pass(Duration time) throws InterruptedException {
        if (!exactlyOnce) {
            connect.flush(); // Connect does so every minute
        }
        if (random.nextInt(3) > 0) {
            deliveries.create(random.nextInt(8), 0, (int) time.toSeconds());
        }
        clock.advance(time.plus(Duration.ofSeconds(random.nextInt(60))));
    }

    @Override
    public void close() {
        loop.close();
        api.close();
        customerIo.close();
    }
}
