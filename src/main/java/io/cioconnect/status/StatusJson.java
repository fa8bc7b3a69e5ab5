package io.cioconnect.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import io.cioconnect.status.ConnectorStatus.Events;
import io.cioconnect.status.ConnectorStatus.Pass;
import io.cioconnect.status.ConnectorStatus.Receiver;
import io.cioconnect.status.ConnectorStatus.Registration;
import io.cioconnect.status.ConnectorStatus.Table;
import io.cioconnect.status.DeliveryReads.Read;
import io.cioconnect.status.DeliveryReads.Rows;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status for machines: an object with one member per connector. */
public final class StatusJson {
    private StatusJson() {}

    /**
     * The whole of it.
     *
     * @param connectors by name; empty where no task receives now, or could not tell, which becomes null
     */
    public static String of(Map<String, Optional<ConnectorStatus>> connectors) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        connectors.forEach((name, status) ->
                status.ifPresentOrElse(known -> add(json.putObject(name), known), () -> json.putNull(name)));
        return Json.write(json) + "\n";
    }

    private static void add(ObjectNode json, ConnectorStatus status) {
        json.put("version", status.version());
        ArrayNode problems = json.putArray("problems");
        Problem.of(status)
                .forEach(problem ->
                        problems.addObject().put("problem", problem.what()).put("remedy", problem.remedy()));
        addRegistration(json.putObject("registration"), status.registration());
        ObjectNode receivers = json.putObject("receivers");
        status.receivers()
                .forEach(receiver -> addReceiver(receivers.putObject(String.valueOf(receiver.number())), receiver));
        ObjectNode events = json.putObject("event_tables");
        status.events().stream()
                .filter(table -> table.last().isPresent())
                .forEach(table -> addEvents(events.putObject(table.name()), table));
        ObjectNode tables = json.putObject("list_tables");
        status.tables().forEach(table -> addTable(tables.putObject(table.name()), table));
        status.deliveries().ifPresent(deliveries -> addDeliveries(json.putObject("deliveries"), deliveries));
        ArrayNode tasks = json.putArray("tasks");
        status.tasks().forEach(tasks::add);
    }

    private static void addRegistration(ObjectNode json, Registration registration) {
        json.put("state", registration.state());
        json.put("detail", registration.detail());
        json.put("drift_repaired_at", text(registration.repairedAt()));
    }

    private static void addReceiver(ObjectNode json, Receiver receiver) {
        json.put("bound", receiver.bound());
        json.put("ready", receiver.ready());
        json.put("in_flight", receiver.inFlight());
        json.put("latency_ms_p50", receiver.latency().p50());
        json.put("latency_ms_p99", receiver.latency().p99());
        json.put("latency_ms_max", receiver.latency().max());
        ObjectNode refused = json.putObject("refused_last_hour");
        receiver.refusedLastHour().forEach(refused::put);
        json.put("certificate_days_left", receiver.certificateDaysLeft() < 0 ? null : receiver.certificateDaysLeft());
    }

    private static void addEvents(ObjectNode json, Events events) {
        json.put("last_verified_delivery", text(events.last()));
        json.put("verified", events.verified());
        json.put("confirmed", events.acknowledged());
        if (!events.perMinute().isEmpty()) {
            json.put("last_hour", events.lastHour());
        }
    }

    private static void addTable(ObjectNode json, Table table) {
        Optional<Pass> last = table.last();
        json.put("last_pass_started_at", text(last.map(Pass::startedAt)));
        json.put("last_pass_finished_at", text(last.map(Pass::finishedAt)));
        json.put("rows", last.map(Pass::rows).orElse(null));
        json.put("changed", last.map(Pass::changed).filter(count -> count >= 0).orElse(null));
        json.put("deleted", last.map(Pass::deleted).filter(count -> count >= 0).orElse(null));
        json.put("deletes_held", table.deletesDeferred());
        json.put("too_many_keys", last.map(Pass::tooManyKeys).orElse(null));
        json.put("next_pass_due_at", text(table.nextPass()));
        json.put("stale", table.stale());
        addFailure(json, table.failure());
    }

    private static void addFailure(ObjectNode json, Optional<ConnectorStatus.Failure> known) {
        known.ifPresent(failure -> json.putObject("failing")
                .put("since", failure.since().toString())
                .put("passes", failure.passes())
                .put("reason", failure.reason()));
    }

    private static void addDeliveries(ObjectNode json, DeliveryReads deliveries) {
        ObjectNode tables = json.putObject("tables");
        deliveries
                .rows()
                .forEach((name, rows) -> tables.putObject(name)
                        .put("rows", rows.map(Rows::listed).orElse(null))
                        .put("changed", rows.map(Rows::written).orElse(null)));
        addRead(json.putObject("first_read"), deliveries.first());
        ObjectNode rescans = json.putObject("rescans");
        deliveries.rescans().forEach(rescan -> {
            ObjectNode read = rescans.putObject(rescan.age());
            read.put("interval_ms", rescan.interval().toMillis());
            addRead(read, rescan);
        });
        json.put("next_read_due_at", text(deliveries.nextRead()));
        json.put("stale", deliveries.stale());
        addFailure(json, deliveries.failure());
    }

    private static void addRead(ObjectNode json, Read read) {
        json.put("last_started_at", text(read.lastStartedAt()));
        read.underway()
                .ifPresent(underway -> json.putObject("underway")
                        .put("started_at", underway.startedAt().toString())
                        .put("since", underway.since().toString())
                        .put("until", underway.until().toString())
                        .put("window_start", underway.from().toString())
                        .put("window_end", underway.to().toString())
                        .put("percent", underway.percent()));
    }

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
