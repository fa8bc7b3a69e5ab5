package io.cioconnect;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.config.KafkaClients;
import io.cioconnect.metrics.ApiMetrics;
import io.cioconnect.metrics.MetricBeans;
import io.cioconnect.metrics.ShownTables;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.offset.StoredOffsets;
import io.cioconnect.pace.SystemTime;
import io.cioconnect.record.HandedOver;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.record.TopicLimits;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.refresh.FullRefresh;
import io.cioconnect.refresh.RefreshParts;
import io.cioconnect.sync.Sync;
import io.cioconnect.sync.SyncLoop;
import io.cioconnect.window.WindowParts;
import io.cioconnect.window.WindowReads;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One started task: builds its parts from the assignment, hands their records to Connect, and closes the parts in reverse order.
 * {@link #poll} and {@link #close} are called by Connect's task thread, {@link #acknowledge} also by the producer's, {@link #committed}
 * also by the offset committer's.
 */
final class RunningTask implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningTask.class);

    /** Poll returns by itself within this time, so that a stop or a pause need not wait. */
    private static final Duration POLL_WAIT = Duration.ofMillis(200);

    /** In exactly-once mode a batch is a transaction, which costs the same for one event as for many. */
    private static final Duration GATHER = Duration.ofMillis(2);

    private final MetricBeans metrics;
    private final ShownTables shownTables;
    private final RecordQueue queue;
    private final HandedOver handedOver;
    private final SizeLimits limits;
    private final TopicLimits topicLimits;
    private final Optional<AppApiClient> api;
    private final Optional<SyncLoop> syncs;
    private final Optional<Receiving> receiving;
    private final FreshSecrets secrets;
    private final TaskParts parts;
    private boolean failed; // the task thread's, as is the next
    private List<TrackedRecord> lastBatch = List.of();

    /** @param parts gets each part as soon as it is built, so that they can be closed when the next one fails */
    private RunningTask(
            CustomerIoSourceConfig config, TaskAssignment assignment, SourceTaskContext context, TaskParts parts) {
        this.parts = parts;
        this.metrics = new MetricBeans(config.connectorName());
        parts.add(metrics::close);
        this.shownTables = new ShownTables(config.connectorName());
        parts.add(shownTables::close);
        boolean receives = assignment.receiver().isPresent();
        // Rows on their way stand between an event and its acknowledgement: few of them where events are received.
        this.queue = receives ? new RecordQueue(400, 1 << 20) : new RecordQueue(2_000, 4 << 20);
        KafkaClients clients = config.kafkaClients();
        this.limits = new SizeLimits(clients.maxRequestBytes(), clients.createdTopicBytes(), Clock.systemUTC());
        this.handedOver = new HandedOver(queue, limits);
        this.topicLimits = new TopicLimits(limits, topics(config, assignment), clients);
        parts.add(topicLimits::close);
        topicLimits.start();
        this.api = assignment.requestsPerSecond() > 0 ? Optional.of(appApi(config, assignment)) : Optional.empty();
        api.ifPresent(client -> parts.add(client::close));
        // before the stored offsets are read, which takes as long as Kafka takes: the port is to be open first
        this.receiving = receives
                ? Optional.of(new Receiving(config, assignment, api, limits, queue, metrics, context))
                : Optional.empty();
        receiving.ifPresent(part -> parts.add(() -> part.close(true)));
        this.syncs = api.filter(client -> !assignment.polledTables().isEmpty())
                .map(client -> syncs(config, assignment, client, context));
        syncs.ifPresent(part -> parts.add(part::close));
        this.secrets = new FreshSecrets(context, users());
        parts.add(secrets::close);
    }

    /** Who takes which secret when it was resolved again. */
    private Map<String, Consumer<Map<String, String>>> users() {
        return Map.of(
                "the App API key",
                this::useAppApiKey,
                "the signing keys",
                resolved -> receiving.ifPresent(part -> part.useSecrets(resolved)));
    }

    private void useAppApiKey(Map<String, String> resolved) {
        if (api.isPresent() && api.get().useKey(CustomerIoSourceConfig.appApiKey(resolved))) {
            syncs.ifPresent(SyncLoop::keyReplaced);
        }
    }

    private AppApiClient appApi(CustomerIoSourceConfig config, TaskAssignment assignment) {
        String index = String.valueOf(assignment.index());
        ApiMetrics counters = metrics.publish(ApiMetrics.GROUP, index, new ApiMetrics(assignment.requestsPerSecond()));
        var tokens = config.webhook().verification().urlTokens();
        return new AppApiClient(config.appApi(), counters, Version.userAgent(), tokens);
    }

    private SyncLoop syncs(
            CustomerIoSourceConfig config, TaskAssignment assignment, AppApiClient client, SourceTaskContext context) {
        var time = new SystemTime();
        Map<String, String> topics = new LinkedHashMap<>();
        Map<String, TableMetrics> refreshed = new LinkedHashMap<>();
        for (String table : assignment.refreshedTables()) {
            topics.put(table, config.topics().table(table));
            Duration interval =
                    Objects.requireNonNull(config.refresh().intervals().get(table), table);
            refreshed.put(table, tableMetrics(table, interval));
        }
        StoredOffsets stored = StoredOffsets.read(context.offsetStorageReader(), client.host(), topics);
        var parts = new RefreshParts(config.refresh(), config.topics(), limits, queue, handedOver.commits(), time);
        List<Sync> syncs = new ArrayList<>(FullRefresh.of(refreshed, parts, client, stored));
        List<String> byWindows = assignment.deliveryTables();
        config.deliveries().filter(deliveries -> !byWindows.isEmpty()).ifPresent(deliveries -> {
            Map<String, TableMetrics> read = new LinkedHashMap<>();
            byWindows.forEach(table -> read.put(table, tableMetrics(table, deliveries.shortestInterval())));
            var windows = new WindowParts(
                    deliveries,
                    config.refresh().onStart(),
                    config.refresh().passTimeout(),
                    config.topics(),
                    limits,
                    queue,
                    time);
            syncs.addAll(WindowReads.of(read, windows, client, context.offsetStorageReader()));
        });
        return new SyncLoop(syncs, queue, time, assignment.receiver().isPresent());
    }

    private TableMetrics tableMetrics(String table, Duration interval) {
        var counters = metrics.publish(TableMetrics.GROUP, table, new TableMetrics(interval, Clock.systemUTC()));
        shownTables.show(table, counters);
        return counters;
    }

    /** All that this task may write to. */
    private static List<String> topics(CustomerIoSourceConfig config, TaskAssignment assignment) {
        Stream<String> events = assignment.receiver().isPresent()
                ? config.eventTables().stream().map(config.topics()::events)
                : Stream.empty();
        Stream<String> markers = assignment.polledTables().isEmpty()
                ? Stream.empty()
                : Stream.of(config.topics().refreshes());
        return Stream.of(
                        events,
                        markers,
                        assignment.polledTables().stream().map(config.topics()::table),
                        Stream.of(config.topics().quarantine()))
                .flatMap(topics -> topics)
                .distinct()
                .toList();
    }

    /** A task that cannot be started counts as failed: its port answers 503. */
    static RunningTask start(Map<String, String> properties, SourceTaskContext context) {
        try {
            return start(new CustomerIoSourceConfig(properties), TaskAssignment.from(properties), context);
        } catch (RuntimeException | Error e) {
            FailedStart.keepPortOpen(properties);
            throw e;
        }
    }

    private static RunningTask start(
            CustomerIoSourceConfig config, TaskAssignment assignment, SourceTaskContext context) {
        var parts = new TaskParts();
        try {
            RunningTask task = new RunningTask(config, assignment, context, parts);
            task.receiving.ifPresent(Receiving::start);
            task.syncs.ifPresent(SyncLoop::start);
            task.secrets.start();
            log.info("Started {}: {}", config.connectorName(), assignment);
            return task;
        } catch (Throwable e) {
            parts.close();
            throw e;
        }
    }

    @Nullable
    List<SourceRecord> poll() throws InterruptedException {
        lastBatch = List.of();
        handedOver.polling();
        receiving.ifPresent(Receiving::polled);
        metrics.polled();
        shownTables.polled();
        try {
            Duration gather = handedOver.commits().isExactlyOnce() ? GATHER : Duration.ZERO;
            List<TrackedRecord> batch = queue.take(POLL_WAIT, gather);
            handedOver.add(batch);
            lastBatch = batch;
            return batch.isEmpty() ? null : List.copyOf(batch);
        } catch (RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    void acknowledge(SourceRecord record, @Nullable RecordMetadata metadata) {
        handedOver.acknowledge(record, metadata);
    }

    void committed() {
        handedOver.committed();
    }

    /**
     * Connect does not tell a task why it is stopped. When a transform or a converter fails it, the outcome of the batch that poll
     * returned last is not known. That other records wait for Kafka tells nothing: they do so too when a task is stopped while Kafka
     * is down.
     */
    @Override
    public void close() {
        boolean afterFailure = failed || !handedOver.areResolved(lastBatch);
        limits.endedWith(handedOver.unresolved());
        try {
            receiving.ifPresent(part -> part.close(afterFailure)); // first: the refresh may take a while to end
        } finally {
            parts.close();
        }
    }
}
