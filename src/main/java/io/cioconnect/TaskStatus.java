package io.cioconnect;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.config.DeliveriesConfig;
import io.cioconnect.metrics.EventMetrics;
import io.cioconnect.metrics.LatencyWindow;
import io.cioconnect.metrics.ReceiverMetrics;
import io.cioconnect.metrics.ShownTables;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.offset.StoredWindows;
import io.cioconnect.registration.RegistrationState;
import io.cioconnect.status.ConnectorStatus;
import io.cioconnect.status.DeliveryReads;
import io.cioconnect.webhook.EventCount;
import io.cioconnect.webhook.WebhookMetrics;
import io.cioconnect.webhook.WebhookReceiver;
import io.cioconnect.window.ShownReads;
import io.cioconnect.window.WindowReads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What {@code GET /status} shows of a receiving task's connector. Other tasks on other workers may refresh the polled tables, so their last
 * pass is taken from Connect's offsets, which lag by a few seconds and up to one offset flush. Failed passes are known only of tables that a
 * task of this JVM refreshes. Reads memory only.
 */
final class TaskStatus {
    private final int receiverNumber;
    private final Supplier<RegistrationState> registration;
    private final WebhookReceiver receiver;
    private final WebhookMetrics metrics;
    private final CustomerIoSourceConfig config;
    private final Supplier<StoredProgress> stored;
    private final List<String> tasks;
    private final Clock clock;
    private final Instant started;

    /** @param stored as last read from Connect's offsets */
    TaskStatus(
            int receiverNumber,
            Supplier<RegistrationState> registration,
            WebhookReceiver receiver,
            WebhookMetrics metrics,
            CustomerIoSourceConfig config,
            Supplier<StoredProgress> stored,
            Clock clock) {
        this.receiverNumber = receiverNumber;
        this.registration = registration;
        this.receiver = receiver;
        this.metrics = metrics;
        this.config = config;
        this.stored = stored;
        this.tasks = TaskAssignment.assign(config, config.maxTasks()).stream()
                .map(TaskStatus::work)
                .toList();
        this.clock = clock;
        this.started = clock.instant();
    }

    /** Called by a thread of the listener. */
    ConnectorStatus now() {
        RegistrationState state = registration.get();
        StoredProgress known = stored.get();
        Instant now = clock.instant();
        return new ConnectorStatus(
                Version.get(),
                now,
                tasks,
                new ConnectorStatus.Registration(
                        state.what(), state.detail(), state.repairedAt(), state.needsAttention()),
                List.of(receiver()),
                config.refreshedTables().stream()
                        .map(table ->
                                table(table, Optional.ofNullable(known.passes().get(table)), now))
                        .toList(),
                config.deliveries().map(deliveries -> deliveries(deliveries, known.windows(), now)),
                events());
    }

    private static String work(TaskAssignment task) {
        List<String> parts = new ArrayList<>();
        task.receiver().ifPresent(number -> parts.add("receiver " + number));
        parts.addAll(task.polledTables());
        return String.join(", ", parts);
    }

    private ConnectorStatus.Receiver receiver() {
        ReceiverMetrics counters = metrics.receiver();
        ReceiverMetrics.Gauges gauges = counters.gauges();
        LatencyWindow latency = counters.latency();
        return new ConnectorStatus.Receiver(
                receiverNumber,
                gauges.bound().getAsLong() == 1,
                gauges.ready().getAsLong() == 1,
                receiver.canVerify(),
                new ConnectorStatus.Latency(latency.percentile(0.5), latency.percentile(0.99), latency.max()),
                gauges.inFlight().getAsLong(),
                counters.refusedLastHour(),
                counters.unavailableInARow(),
                gauges.certificateDaysLeft().getAsLong());
    }

    private ConnectorStatus.Table table(String table, Optional<PassOffset> last, Instant now) {
        Duration interval = Objects.requireNonNull(config.refresh().intervals().get(table), table);
        Optional<TableMetrics> here = ShownTables.find(config.connectorName(), table);
        Optional<Instant> next = here.map(TableMetrics::nextPass)
                .or(() -> last.map(pass -> pass.startedAt().plus(interval)));
        Instant since = last.map(PassOffset::finishedAt).orElse(started);
        boolean isOld = Duration.between(since, now).dividedBy(2).compareTo(interval) > 0;
        return new ConnectorStatus.Table(
                table,
                interval,
                last.map(pass -> new ConnectorStatus.Pass(
                        pass.startedAt(),
                        pass.finishedAt(),
                        pass.rows(),
                        pass.changed(),
                        pass.deleted(),
                        !pass.tracked())),
                next,
                here.flatMap(TableMetrics::failure).map(TaskStatus::failure),
                here.map(TableMetrics::deletesDeferred)
                        .orElseGet(() -> last.map(PassOffset::deferred).orElse(0L)),
                here.map(TableMetrics::isStale).orElse(isOld));
    }

    private DeliveryReads deliveries(DeliveriesConfig deliveries, StoredWindows windows, Instant now) {
        var reads = new ShownReads(windows, deliveries, config.topics().table(WindowReads.REMEMBERED_AS));
        Map<String, Optional<TableMetrics>> here = new LinkedHashMap<>();
        deliveries.tables().forEach(table -> here.put(table, ShownTables.find(config.connectorName(), table)));
        Map<String, Optional<DeliveryReads.Rows>> rows = new LinkedHashMap<>();
        here.forEach((table, counters) -> rows.put(
                table, counters.map(known -> new DeliveryReads.Rows(known.rowsListed(), known.rowsChanged()))));
        // all are made of the same reads
        Optional<TableMetrics> one =
                here.values().stream().flatMap(Optional::stream).findFirst();
        return new DeliveryReads(
                rows,
                reads.first(),
                reads.rescans(),
                one.map(TableMetrics::nextPass),
                one.flatMap(TableMetrics::failure).map(TaskStatus::failure),
                one.map(TableMetrics::isStale).orElseGet(() -> reads.isStale(started, now)),
                deliveries.shortestInterval());
    }

    private static ConnectorStatus.Failure failure(TableMetrics.Failure failure) {
        return new ConnectorStatus.Failure(failure.since(), failure.passes(), failure.reason());
    }

    private List<ConnectorStatus.Events> events() {
        Map<String, EventCount> counts = new LinkedHashMap<>(receiver.eventCounts());
        List<ConnectorStatus.Events> events = new ArrayList<>();
        metrics.tables()
                .forEach((table, counters) ->
                        events.add(events(table, Optional.ofNullable(counts.remove(table)), Optional.of(counters))));
        counts.forEach((reason, count) -> events.add(events(reason, Optional.of(count), Optional.empty())));
        return events;
    }

    private static ConnectorStatus.Events events(
            String name, Optional<EventCount> count, Optional<EventMetrics> counters) {
        return new ConnectorStatus.Events(
                name,
                count.map(EventCount::verified).orElse(0L),
                count.map(EventCount::acknowledged).orElse(0L),
                count.map(EventCount::lastVerified),
                counters.map(EventMetrics::lastHour).orElse(List.of()));
    }
}
