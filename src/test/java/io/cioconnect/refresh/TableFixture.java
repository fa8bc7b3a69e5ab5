package io.cioconnect.refresh;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.schema.Column;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.sync.Sync;
import io.cioconnect.table.Pagination;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ListTables;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.PassThread;
import io.cioconnect.testing.SteadyConnect;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/** One table between a list that the test changes and a Connect that the test plays. */
final class TableFixture implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofHours(6);
    static final Duration TIMEOUT = Duration.ofHours(1);

    final ListServer list;
    final FakeConnect connect = new FakeConnect(false);
    final ManualClock clock = new ManualClock();
    final TableMetrics metrics = new TableMetrics(INTERVAL, clock);
    final String topic;
    private Table table;
    private final AppApiClient api;
    private RefreshConfig config;
    private int maxKeys = PassPlan.MAX_KEYS;
    private SizeLimits limits = SizeLimits.standard();
    private final TopicConfig topics;
    private final PassThread refreshThread = new PassThread();
    private TableRefresh refresh;

    /** Segments, which have numbers as keys, in one page. */
    static TableFixture segments(Emit emit, Deletes deletes, double maxFraction) throws IOException {
        return new TableFixture("segments", 0, "p", emit, deletes, maxFraction);
    }

    /** @param pageSize zero for one page */
    TableFixture(String name, int pageSize, String prefix, Emit emit, Deletes deletes, double maxFraction)
            throws IOException {
        Pagination pagination = pageSize == 0 ? new Pagination.OnePage() : new Pagination.Cursor(pageSize);
        table = ListTables.walkedOnce(name, pagination);
        list = new ListServer(
                ListTables.source(table).recordsField(), table.key().get(0).name(), pageSize);
        api = list.client();
        config = new RefreshConfig(
                Map.of(name, INTERVAL), Duration.ofHours(1), false, emit, deletes, maxFraction, ContentConfig.DEFAULT);
        topics = new TopicConfig(prefix, false);
        topic = topics.table(name);
        restart();
    }

    /** A new task with what is stored, and another configuration. */
    void restart(Emit emit, Deletes deletes) {
        config = new RefreshConfig(
                config.intervals(),
                config.passTimeout(),
                config.onStart(),
                emit,
                deletes,
                config.maxDeleteFraction(),
                config.content());
        restart();
    }

    /** A new task with what is stored. */
    void restart() {
        connect.crash();
        KeySet keys = KeySet.load(connect.offsets(api.host(), Map.of(table.name(), topic)), table.name(), topic);
        refresh = new TableRefresh(
                new PageFetcher(table, api, ContentConfig.DEFAULT),
                new RowConverter(table, topic),
                keys,
                metrics,
                parts(),
                maxKeys);
    }

    private RefreshParts parts() {
        return new RefreshParts(config, topics, limits, connect.queue(), connect.commits(), clock);
    }

    /** As a task makes them at its start. */
    List<Sync> asSyncs() {
        Map<String, String> stored = Map.of(table.name(), topic);
        return FullRefresh.of(Map.of(table.name(), metrics), parts(), api, connect.offsets(api.host(), stored));
    }

    /** A new task that remembers fewer keys. */
    void limitKeys(int max) {
        maxKeys = max;
        restart();
    }

    /** A new task, which does not know yet what the topics take. */
    void forgetLimits() {
        limits = new SizeLimits(Optional.empty(), Optional.empty(), clock);
        restart();
    }

    /** While the pass waits until that is known. */
    boolean isWaitingForLimits() {
        return refreshThread.isWaitingIn("awaitSettled");
    }

    /** A new task, of a table from which nothing is ever deleted. */
    void deleteNever() {
        Table.Use lasting = Tables.named("segment_counts").use();
        table = new Table(table.name(), table.group(), table.source(), table.key(), table.columns(), lasting);
        restart();
    }

    /** A new task of a plugin that knows one column less. */
    void dropLastColumn() {
        List<Column> columns = table.columns().subList(0, table.columns().size() - 1);
        table = new Table(table.name(), table.group(), table.source(), table.key(), columns, table.use());
        restart();
    }

    /** A new task with refresh.on.start. */
    void restartOnStart() {
        config = new RefreshConfig(
                config.intervals(),
                config.passTimeout(),
                true,
                config.emit(),
                config.deletes(),
                config.maxDeleteFraction(),
                config.content());
        restart();
    }

    boolean mustRunAgain() {
        return refresh.mustRunAgain();
    }

    KeySet keys() {
        return refresh.keys();
    }

    String api() {
        return api.host();
    }

    void put(int from, int to, String content) {
        for (int id = from; id <= to; id++) {
            list.rows().put(Integer.toString(id), content);
        }
    }

    void remove(int from, int to) {
        for (int id = from; id <= to; id++) {
            list.rows().remove(Integer.toString(id));
        }
    }

    Future<PassMarker> begin() {
        clock.advance(INTERVAL);
        Instant start = clock.instant();
        return refreshThread.submit(() -> refresh.pass(start));
    }

    /** A pass without trouble. */
    PassMarker pass() throws Exception {
        return SteadyConnect.complete(begin(), connect);
    }

    /** A pass that is over before the offset of its marker is stored; Connect stores offsets only while the pass waits for that. */
    PassMarker passWithoutItsLastFlush() throws Exception {
        return SteadyConnect.completeWithFlushesOnDemand(begin(), refreshThread, connect);
    }

    /** A pass that hears of its last record after its marker's offset was stored. */
    PassMarker passStoredBeforeItIsOver() throws Exception {
        return SteadyConnect.completeWithFlushesFirst(begin(), connect);
    }

    /** A pass during which Connect stores no offset, and which does not wait for that. */
    PassMarker passWithoutAnyFlush() throws Exception {
        return SteadyConnect.completeWithoutFlush(begin(), refreshThread, connect);
    }

    /** The records of the pass that come first are in Kafka and their offsets stored, then the task dies; a new one begins. */
    void crashWithin(Future<PassMarker> pass) throws Exception {
        List<TrackedRecord> first = connect.poll(Duration.ofSeconds(60));
        first.forEach(connect::send);
        while (connect.appendOne()) {
            connect.acknowledgeOne();
        }
        connect.flush();
        pass.cancel(true);
        refreshThread.awaitIdle();
        restart();
    }

    /** What a pass writes to the table's topic. */
    List<FakeConnect.Written> written() throws Exception {
        int before = connect.log(topic).size();
        pass();
        List<FakeConnect.Written> all = connect.log(topic);
        return all.subList(before, all.size());
    }

    @Override
    public void close() {
        refreshThread.close();
        api.close();
        list.close();
    }
}
