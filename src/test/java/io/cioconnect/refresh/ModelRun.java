package io.cioconnect.refresh;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.table.Pagination;
import io.cioconnect.table.Table;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ListTables;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.PassThread;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.data.Struct;

/**
 * One table, its topic and its offsets through a random history of changes, crashes, flushes, torn flushes and filtered records, with
 * everything that must hold checked on the way. The same seed gives the same history, but for how threads interleave.
 */
final class ModelRun implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final Duration PAUSE = Duration.ofHours(2);
    private static final TopicConfig TOPICS = new TopicConfig("p", false);

    private final Random random;
    private final String description;
    private final boolean exactlyOnce;
    private final boolean drops;
    private final Table table;
    private RefreshConfig config;
    private final ListServer list;
    private final AppApiClient api;
    private final FakeConnect connect;
    private final ModelJudge judge;
    private final RandomConnect play;
    private final ManualClock clock = new ManualClock();
    private final PassThread refreshThread = new PassThread();
    private final ModelTask task;
    private boolean wasWrittenLate; // since the last pass began

    int passes;
    int crashes;
    int deletes;
    int deferred;
    int lateWrites;
    int reconfigured;
    int outdated;

    ModelRun(long seed) throws IOException {
        random = new Random(new SplittableRandom(seed).nextLong()); // seeds in a row would begin alike
        exactlyOnce = random.nextBoolean();
        drops = random.nextInt(3) == 0;
        boolean paginated = random.nextInt(3) == 0;
        boolean numbers = random.nextBoolean();
        table = table(numbers, paginated);
        config = drawConfig(List.of(Deletes.values()).get(random.nextInt(4)));
        list = new ListServer(
                ListTables.source(table).recordsField(), table.key().get(0).name(), paginated ? 4 : 0);
        api = list.client();
        connect = new FakeConnect(exactlyOnce);
        description = "seed " + seed + ": " + table.name() + (paginated ? " in pages, " : ", ")
                + (exactlyOnce ? "exactly once, " : "at least once, ") + config + (drops ? ", drops" : "");
        judge = new ModelJudge(description, connect, table, TOPICS);
        task = new ModelTask(table, TOPICS, INTERVAL, api, connect, clock);
        play = new RandomConnect(connect, refreshThread, exactlyOnce, random, judge);
        task.load(config, random.nextBoolean());
    }

    private RefreshConfig drawConfig(Deletes deletes) {
        Emit emit = List.of(Emit.values()).get(random.nextInt(2));
        double fraction = new double[] {0, 0.2, 0.5, 1}[random.nextInt(4)];
        boolean onStart = random.nextInt(4) == 0;
        var intervals = Map.of(table.name(), INTERVAL);
        var hour = Duration.ofHours(1);
        return new RefreshConfig(intervals, hour, onStart, emit, deletes, fraction, ContentConfig.DEFAULT);
    }

    private static Table table(boolean numbers, boolean paginated) {
        return ListTables.walkedOnce(
                numbers ? "segments" : "snippets", paginated ? new Pagination.Cursor(4) : new Pagination.OnePage());
    }

    /** A random history, and then passes in peace: the topic equals the list. */
    void run() throws Exception {
        int length = 3 + random.nextInt(12);
        for (int i = 0; i < length; i++) {
            Map<String, String> before = Map.copyOf(list.rows());
            change();
            if (pass(true).isEmpty()
                    && random.nextBoolean()) { // what the crashed pass wrote is undone before anybody looks again
                list.rows().clear();
                list.rows().putAll(before);
                i++;
                pass(true);
            }
            if (random.nextInt(8) == 0) {
                crash();
            }
            if (random.nextInt(6) == 0) {
                reconfigure(List.of(Deletes.values()).get(random.nextInt(4)));
            }
        }
        if (config.deletes() == Deletes.NONE) {
            reconfigure(Deletes.TOMBSTONE);
        }
        PassMarker marker = pass(false).orElseThrow();
        if (wasWrittenLate) {
            pass(false);
        } else if (table.isPaginated() || marker.counts().deletesDeferred() > 0) {
            pass(false);
        }
        judge.assertEquals(list.rows());
    }

    @Override
    public void close() {
        refreshThread.close();
        api.close();
        list.close();
    }

    /** Small numbers of keys and contents, so that everything comes again. */
    private void change() {
        int changes = random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            changeOne(random);
        }
        if (random.nextInt(15) == 0) {
            list.rows().clear();
        }
    }

    private void changeOne(Random dice) {
        String key = Integer.toString(1 + dice.nextInt(25));
        if (dice.nextInt(3) == 0) {
            list.rows().remove(key);
        } else {
            list.rows().put(key, "content " + dice.nextInt(3));
        }
    }

    /** One pass when it is due; with trouble it may end in a crash instead of a marker. */
    private Optional<PassMarker> pass(boolean trouble) throws Exception {
        passes++;
        clock.advance(INTERVAL);
        if (connect.hasLate() && random.nextInt(3) == 0) {
            writeLate();
        }
        wasWrittenLate = false;
        boolean dropping = trouble && drops && random.nextBoolean();
        dropSome(dropping);
        Random whilePaging = new Random(random.nextLong()); // on the server's thread
        list.betweenPages(() -> {
            if (trouble && whilePaging.nextBoolean()) {
                changeOne(whilePaging);
            }
        });
        Instant start = clock.instant();
        Future<PassMarker> pass = refreshThread.submit(() -> task.pass(start));
        int pauseAt =
                trouble && random.nextInt(8) == 0 ? random.nextInt(list.rows().size() + 2) : Integer.MAX_VALUE;
        boolean crashes = trouble && random.nextInt(3) == 0;
        boolean survived = play.play(
                pass,
                crashes ? random.nextInt(3 * list.rows().size() + 4) : Integer.MAX_VALUE,
                pauseAt,
                () -> clock.advance(PAUSE));
        if (!survived) {
            abandon(pass);
        }
        Set<String> walk = Set.copyOf(list.shown().keySet());
        boolean isComplete = lastMarker().equals(Optional.of(start)) || (survived && !isOutdated(pass));
        judge.passed(walk, isComplete);
        if (!survived || !isComplete) {
            return Optional.empty();
        }
        PassMarker marker = get(pass);
        deletes += (int) marker.counts().deleted();
        deferred += (int) marker.counts().deletesDeferred();
        judge.remembered(task.keys());
        if (connect.hasLate()) { // a dead worker is expected to be dead by the end of the next pass
            if (random.nextBoolean()) {
                writeLate();
            } else {
                connect.discardLate();
            }
        }
        return Optional.of(marker);
    }

    private void writeLate() {
        lateWrites++;
        wasWrittenLate = true;
        judge.late(connect.appendLate(), task.keys());
    }

    /** An orderly stop, and a new task with other settings, perhaps on another worker, after a while in which the list changed. */
    private void reconfigure(Deletes deletes) throws InterruptedException {
        reconfigured++;
        if (!exactlyOnce) {
            play.flush();
        }
        connect.crash();
        config = drawConfig(deletes);
        change();
        task.load(config, random.nextBoolean());
        judge.crashed(task.keys(), exactlyOnce);
    }

    /** A pass that was paused for too long. */
    private boolean isOutdated(Future<PassMarker> pass) throws InterruptedException {
        try {
            pass.get();
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PassFailedException) {
                outdated++;
                return true;
            }
            throw new AssertionError(description, e);
        }
    }

    /** Start of the last complete pass whose marker was not filtered. */
    private Optional<Instant> lastMarker() {
        List<FakeConnect.Written> markers = connect.log(TOPICS.refreshes());
        return markers.stream()
                .skip(Math.max(0, markers.size() - 1))
                .map(marker -> ((Date) marker.value().get("started_at")).toInstant())
                .findFirst();
    }

    private void dropSome(boolean dropping) {
        Set<Integer> keys = new HashSet<>();
        for (int i = 0; dropping && i < 8; i++) {
            keys.add(random.nextInt(26));
        }
        int which = random.nextInt(3);
        connect.drop(record -> keys.contains(keyOf((Struct) record.key()))
                && (which == 0 || (which == 1) == (record.value() == null)));
    }

    /** 0 for a marker. */
    private static int keyOf(Struct key) {
        Object value = key.get(key.schema().fields().get(0));
        return value.toString().matches("[0-9]+") ? Integer.parseInt(value.toString()) : 0;
    }

    private PassMarker get(Future<PassMarker> pass) throws InterruptedException {
        try {
            return pass.get();
        } catch (ExecutionException e) {
            throw new AssertionError(description, e);
        }
    }

    private void abandon(Future<PassMarker> pass) throws InterruptedException {
        pass.cancel(true);
        crash();
    }

    private void crash() throws InterruptedException {
        crashes++;
        if (!exactlyOnce && random.nextInt(3) == 0) {
            connect.flush(partition -> random.nextBoolean()); // torn
        } else if (!exactlyOnce && random.nextInt(3) == 0) {
            play.flush(); // an orderly stop
        }
        refreshThread.awaitIdle();
        judge.note();
        connect.crash(exactlyOnce ? 0 : random.nextInt(20));
        task.load(config, random.nextBoolean());
        if (task.lastPass().equals(Instant.EPOCH) && task.keys().isEmpty()) {
            connect.discardLate(); // a first pass of which nothing was stored looks as if it had never begun
        }
        judge.crashed(task.keys(), exactlyOnce);
    }

    int orphaned() {
        return judge.orphaned();
    }
}
