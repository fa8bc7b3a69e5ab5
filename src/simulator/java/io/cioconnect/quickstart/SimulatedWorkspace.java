package io.cioconnect.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.Attempt;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.DeliveringWebhooks;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.SenderRules;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A simulator of Customer.io in this JVM, whose lists change while it runs: it adds, renames and removes rows in turn. */
final class SimulatedWorkspace implements Workspace {
    private static final int ROWS = 40;
    private static final int TICKS_PER_CHANGE = 2;
    private static final int EVENTS_PER_TICK = 8;
    private static final int ATTEMPTS_SHOWN = 200;
    private static final String SIGNING_KEY = "made-up-signing-key-0123456789abcdef";

    private final CustomerIoSimulator simulator = new CustomerIoSimulator();
    private final DeliveringWebhooks webhooks =
            new DeliveringWebhooks(simulator.reportingWebhooks(), SIGNING_KEY, SenderRules.shortened());
    private final SampleEvents events = new SampleEvents();
    private final int port = FreePort.next();
    private final List<ApiList> lists = List.copyOf(simulator.lists().all());
    private int ticks;
    private int newest = ROWS;

    SimulatedWorkspace() throws IOException {
        for (ApiList list : lists) {
            ObjectNode sample = list.rows().get(0);
            list.generate(ROWS, number -> row(list, sample, number));
        }
    }

    @Override
    public String description() {
        return "a simulated workspace at " + simulator.url()
                + "; rows appear, change and disappear, and events happen, while you watch";
    }

    @Override
    public Map<String, String> connectorProps() {
        String path = "/webhooks/customerio";
        return Map.of(
                "app.api.key",
                simulator.apiKey(),
                "app.api.url",
                simulator.url().toString(),
                "refresh.interval.ms",
                "5000",
                "tables",
                "@lists,@events",
                "webhook.listen.host",
                "localhost",
                "webhook.listen.port",
                Integer.toString(port),
                "webhook.listen.path",
                path,
                "webhook.public.url",
                "http://localhost:" + port + path,
                "webhook.registration",
                "auto");
    }

    @Override
    public boolean sendsEvents() {
        return true;
    }

    @Override
    public Map<String, String> signingKey() {
        return Map.of("webhook.signing.keys", SIGNING_KEY);
    }

    @Override
    public String webhook() {
        return simulator.reportingWebhooks().hooks().stream()
                .map(hook -> "\"" + hook.name() + "\" " + (hook.disabled() ? "disabled" : "enabled") + ", "
                        + hook.events().size() + " event names, to " + hook.endpoint())
                .collect(Collectors.joining("; "));
    }

    @Override
    public List<String> deliveries() {
        List<Attempt> attempts = webhooks.attempts();
        List<Duration> latest =
                attempts.subList(Math.max(0, attempts.size() - ATTEMPTS_SHOWN), attempts.size()).stream()
                        .filter(Attempt::isConfirmed)
                        .map(Attempt::took)
                        .sorted()
                        .toList();
        if (latest.isEmpty()) {
            return List.of();
        }
        long confirmed = attempts.stream().filter(Attempt::isConfirmed).count();
        return List.of(
                "",
                "events: " + confirmed + " answered 200, " + (attempts.size() - confirmed)
                        + " other answers; time until Kafka acknowledged the latest " + latest.size() + ": median "
                        + latest.get(latest.size() / 2).toMillis() + " ms, longest "
                        + latest.get(latest.size() - 1).toMillis() + " ms");
    }

    @Override
    public void tick() {
        for (int event = 0; event < EVENTS_PER_TICK; event++) {
            webhooks.emit(events.get());
        }
        if (ticks++ % TICKS_PER_CHANGE > 0) {
            return;
        }
        int change = ticks / TICKS_PER_CHANGE;
        ApiList list = lists.get(change % lists.size());
        List<String> ids = list.ids();
        switch (change / lists.size() % 3) {
            case 0 -> list.remove(ids.get(0));
            case 1 -> list.change(ids.get(ids.size() / 2), row -> row.put("updated", 1_786_000_000 + change));
            default -> list.put(row(list, list.row(ids.get(0)), ++newest));
        }
    }

    @Override
    public void close() throws IOException {
        webhooks.close();
        simulator.close();
    }

    private static ObjectNode row(ApiList list, ObjectNode sample, int number) {
        ObjectNode row = sample.deepCopy();
        if (row.has("name")) {
            row.put("name", list.name() + "_" + number);
        }
        if (!list.idField().equals("name")) {
            if (row.get("id").isNumber()) {
                row.put("id", number);
            } else {
                row.put("id", Integer.toString(number));
            }
        }
        return row;
    }
}
