package io.cioconnect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.registration.RegistrationState;
import io.cioconnect.schema.Json;
import io.cioconnect.webhook.EventCount;
import io.cioconnect.webhook.WebhookReceiver;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What {@code GET /status} shows of a receiving task's connector: registration, event tables and list tables. No secrets and no
 * personal data. List tables may be refreshed by other tasks on other workers, so they are shown as Connect's offsets told them
 * lately, which is a few seconds and up to one offset flush behind. Reads memory only.
 */
final class TaskStatus {
    private final Supplier<RegistrationState> registration;
    private final WebhookReceiver receiver;
    private final CustomerIoSourceConfig config;
    private final Supplier<Map<String, PassOffset>> passes;

    /** @param passes the last complete pass of each list table that had one */
    TaskStatus(
            Supplier<RegistrationState> registration,
            WebhookReceiver receiver,
            CustomerIoSourceConfig config,
            Supplier<Map<String, PassOffset>> passes) {
        this.registration = registration;
        this.receiver = receiver;
        this.config = config;
        this.passes = passes;
    }

    /** A JSON object; called by a thread of the listener. */
    String json() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        addRegistration(status.putObject("registration"), registration.get());
        ObjectNode events = status.putObject("event_tables");
        receiver.eventCounts().forEach((table, count) -> addEvents(events.putObject(table), count));
        ObjectNode lists = status.putObject("list_tables");
        Map<String, PassOffset> last = passes.get();
        config.listTables()
                .forEach(table -> addPass(lists.putObject(table), table, Optional.ofNullable(last.get(table))));
        return Json.write(status);
    }

    private static void addRegistration(ObjectNode json, RegistrationState state) {
        json.put("state", state.what());
        json.put("detail", state.detail());
        json.put("drift_repaired_at", state.repairedAt().map(Instant::toString).orElse(null));
    }

    private static void addEvents(ObjectNode json, EventCount count) {
        json.put("last_verified_delivery", count.lastVerified().toString());
        json.put("verified", count.verified());
        json.put("confirmed", count.acknowledged());
    }

    private void addPass(ObjectNode json, String table, Optional<PassOffset> last) {
        json.put(
                "last_pass_started_at",
                last.map(pass -> pass.startedAt().toString()).orElse(null));
        json.put(
                "last_pass_finished_at",
                last.map(pass -> pass.finishedAt().toString()).orElse(null));
        json.put("rows", last.map(PassOffset::rows).orElse(null));
        json.put("too_many_keys", last.map(pass -> !pass.tracked()).orElse(null));
        json.put("next_pass_due_at", last.map(pass -> next(table, pass)).orElse(null));
    }

    private String next(String table, PassOffset last) {
        return last.startedAt().plus(config.refresh().intervals().get(table)).toString();
    }
}
