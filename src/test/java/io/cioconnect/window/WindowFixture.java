package io.cioconnect.window;

import static java.util.Objects.requireNonNull;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.config.DeliveriesConfig;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.RequestLog;
import io.cioconnect.sync.Sync;
import io.cioconnect.sync.SyncLoop;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.PassThread;
import io.cioconnect.testing.SimulatedApi;
import io.cioconnect.testing.SteadyConnect;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A workspace with deliveries, a task that reads them, and a Kafka and Connect. The test says which read makes a turn. */
final class WindowFixture implements AutoCloseable {
    static final String FIRST = "deliveries (first read)";
    static final Duration DAY = Duration.ofDays(1);
    private static final TopicConfig TOPICS = new TopicConfig("p", false);

    final SimulatedApi api = new SimulatedApi();
    final CustomerIoSimulator customerIo = api.customerIo;
    final ManualClock clock = new ManualClock();
    final FakeConnect connect;
    private final PassThread thread = new PassThread();
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "name",
            "c",
            "topic.prefix",
            "p",
            "app.api.key",
            "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
            "tables",
            "@deliveries"));
    private Map<String, Sync> syncs = Map.of();
    private Map<String, TableMetrics> metrics = Map.of();

    WindowFixture(boolean exactlyOnce) {
        connect = new FakeConnect(exactlyOnce);
        customerIo.useClock(clock);
    }

    WindowFixture with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** The task starts, or starts anew after a crash. */
    WindowFixture start() {
        var config = new CustomerIoSourceConfig(settings);
        DeliveriesConfig deliveries = config.deliveries().orElseThrow();
        metrics = new LinkedHashMap<>();
        deliveries
                .tables()
                .forEach(table -> metrics.put(table, new TableMetrics(deliveries.shortestInterval(), clock)));
        var parts = new WindowParts(
                deliveries,
                config.refresh().onStart(),
                config.refresh().passTimeout(),
                TOPICS,
                SizeLimits.standard(),
                connect.queue(),
                clock);
        syncs = new LinkedHashMap<>();
        WindowReads.of(metrics, parts, api.client, connect.reader()).forEach(sync -> syncs.put(sync.name(), sync));
        syncs.values().forEach(sync -> sync.starting(false));
        return this;
    }

    WindowFixture restart() {
        connect.crash();
        return start();
    }

    Sync sync(String name) {
        return requireNonNull(syncs.get(name), () -> name + " is none of " + syncs.keySet());
    }

    TableMetrics metrics(String table) {
        return requireNonNull(metrics.get(table), table);
    }

    /** Lets a read make turns until it is complete, with a Connect that has no trouble. */
    void complete(String name) throws Exception {
        while (turn(name) == Sync.Turn.UNFINISHED) {
            // goes on
        }
    }

    Sync.Turn turn(String name) throws Exception {
        Future<Sync.Turn> turn = begin(name);
        SteadyConnect.playUntil(turn::isDone, connect);
        return result(turn);
    }

    Future<Sync.Turn> begin(String name) {
        Sync sync = sync(name);
        return thread.submit(() -> sync.run(clock.instant(), () -> {}));
    }

    /** While a turn waits until Kafka has what it handed over. */
    boolean isWaitingForKafka() {
        return thread.isWaitingIn("awaitAll");
    }

    static Sync.Turn result(Future<Sync.Turn> turn) throws Exception {
        try {
            return turn.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Lets the loop of the task do all that is due, with a Connect that has no trouble; returns when it waits. */
    void doWhatIsDue() throws Exception {
        clock.advance(Duration.ofMillis(1)); // forgets who slept before
        try (SyncLoop loop = new SyncLoop(List.copyOf(syncs.values()), connect.queue(), clock, false)) {
            loop.start();
            Future<?> waits = thread.submit(() -> {
                clock.awaitSleeper();
                return null;
            });
            SteadyConnect.playUntil(waits::isDone, connect);
            waits.get();
        }
    }

    Instant ago(Duration time) {
        return clock.instant().minus(time);
    }

    void deliveries(int count, Duration oldest, Duration newest) {
        customerIo.deliveries().create(count, ago(oldest), ago(newest));
    }

    /** The calls since the last time this was asked. */
    List<RequestLog.Entry> calls() {
        List<RequestLog.Entry> calls = customerIo.requests().of("/v1/messages");
        customerIo.requests().clear();
        return calls;
    }

    static long parameter(RequestLog.Entry call, String name) {
        for (String parameter : call.query().split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                return Long.parseLong(parameter.substring(name.length() + 1));
            }
        }
        throw new AssertionError("no " + name + " in " + call.query());
    }

    /** Records in the topic of a table, by key. */
    Map<String, Long> written(String table) {
        Map<String, Long> written = new TreeMap<>();
        connect.log("p." + table).forEach(record -> written.merge(record.key(), 1L, Long::sum));
        return written;
    }

    List<FakeConnect.Written> markers(String table) {
        return connect.log("p.refreshes").stream()
                .filter(marker -> marker.key().equals(table))
                .toList();
    }

    @Override
    public void close() throws IOException {
        thread.close();
        api.close();
    }
}
