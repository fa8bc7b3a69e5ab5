package io.cioconnect.quickstart;

import io.cioconnect.it.harness.FreePort;
import io.cioconnect.simulator.Attempt;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.DeliveringWebhooks;
import io.cioconnect.simulator.Hook;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.SenderRules;
import io.cioconnect.table.EventTables;
import io.cioconnect.table.Table;
import io.cioconnect.table.TableGroup;
import io.cioconnect.table.Tables;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A simulator of Customer.io in this JVM. While it runs, rows of its lists appear, change and disappear, and messages are sent, opened and
 * clicked: see {@link Story}.
 */
final class SimulatedWorkspace implements Workspace {
    private static final Duration DAY = Duration.ofSeconds(80);

    /** What a limited run needs besides the day: for the history before it, and for the last events to come back after it. */
    private static final Duration BESIDES_DAY = Duration.ofSeconds(20);

    private static final Duration SHORTEST_DAY = Duration.ofSeconds(20);
    private static final int OTHER_EVENTS_PER_TICK = 2;
    private static final int ATTEMPTS_SHOWN = 200;
    private static final long LISTS_EVERY = 10_000;
    private static final long OTHERS_EVERY = 60_000;
    private static final String PATH = "/webhooks/customerio";
    private static final String SIGNING_KEY = "made-up-signing-key-0123456789abcdef";

    private final CustomerIoSimulator simulator = new CustomerIoSimulator();
    private final SimulatedContent content = new SimulatedContent(simulator);
    private final DeliveringWebhooks webhooks =
            new DeliveringWebhooks(simulator.reportingWebhooks(), SIGNING_KEY, SenderRules.shortened());
    private final SampleEvents otherEvents = new SampleEvents(otherEvents());
    private final int port = FreePort.next();
    private final int statusPort = FreePort.next();
    private final SimulatedDay day;
    private @Nullable Story story;

    /** @param limit how long it will be watched; zero if there is no limit */
    SimulatedWorkspace(Duration limit) throws IOException {
        day = new SimulatedDay(simulator, Clock.systemUTC(), dayWithin(limit), webhooks::emit);
    }

    /** The time that the day may take. */
    static Duration dayWithin(Duration limit) {
        Duration most = limit.minus(BESIDES_DAY);
        if (limit.isZero() || most.compareTo(DAY) > 0) {
            return DAY;
        }
        return most.compareTo(SHORTEST_DAY) < 0 ? SHORTEST_DAY : most;
    }

    /** Events of the channels that the day has no messages of, in turns, so that each table soon has a row. */
    static List<String> otherEvents() {
        Map<String, Integer> ofChannel = new HashMap<>();
        Map<String, Integer> turns = new TreeMap<>();
        SampleEvents.names().stream()
                .filter(name -> name.matches("(customer|slack|webhook|whatsapp)_.*"))
                .forEach(name ->
                        turns.put(name, ofChannel.merge(name.substring(0, name.indexOf('_')), 1, Integer::sum)));
        return turns.keySet().stream().sorted(Comparator.comparing(turns::get)).toList();
    }

    @Override
    public String description() {
        return "is simulated at " + simulator.url() + ", with messages that are sent, opened and clicked";
    }

    @Override
    public Map<String, String> connectorProps() {
        Map<String, String> props = new TreeMap<>();
        props.put("app.api.key", simulator.apiKey());
        props.put("app.api.url", simulator.url().toString());
        props.put("tables", "@lists,@events,@content,@usage,@metrics,@deliveries");
        props.put("refresh.interval.ms", Long.toString(LISTS_EVERY));
        // A pass over one of these costs a call for each row of its parents.
        polled(List.of(TableGroup.CONTENT, TableGroup.USAGE, TableGroup.METRICS))
                .forEach(table -> props.put("refresh.interval.ms." + table, Long.toString(OTHERS_EVERY)));
        props.put("metrics.days", "30");
        props.put("deliveries.start", "P30D");
        props.put(
                "deliveries.rescan", "30d/" + Story.rescanInterval(day.lasts()).toSeconds() + "s");
        props.put("webhook.listen.host", "localhost");
        props.put("webhook.listen.port", Integer.toString(port));
        props.put("webhook.listen.path", PATH);
        props.put("webhook.health.port", Integer.toString(statusPort));
        props.put("webhook.public.url", "http://localhost:" + port + PATH);
        props.put("webhook.registration", "auto");
        return props;
    }

    @Override
    public List<List<String>> polledTables() {
        return List.of(
                polled(List.of(TableGroup.LISTS)),
                polled(List.of(TableGroup.CONTENT, TableGroup.USAGE, TableGroup.METRICS, TableGroup.DELIVERIES)));
    }

    private static List<String> polled(List<TableGroup> groups) {
        return Tables.all().stream()
                .filter(table -> groups.contains(table.group()) && !table.use().byNameOnly())
                .map(Table::name)
                .toList();
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
                .map(hook -> "\"" + hook.name() + "\" is " + (hook.disabled() ? "disabled" : "enabled") + ", for "
                        + hook.events().size() + " kinds of events")
                .collect(Collectors.joining("; "));
    }

    @Override
    public boolean isWebhookEnabled() {
        List<Hook> hooks = simulator.reportingWebhooks().hooks();
        return !hooks.isEmpty() && hooks.stream().noneMatch(Hook::disabled);
    }

    @Override
    public String statusPage() {
        return "http://localhost:" + statusPort + "/status";
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>(story == null ? List.of() : story.lines());
        lines.add(answers());
        return lines;
    }

    private String answers() {
        List<Attempt> attempts = webhooks.attempts();
        List<Duration> latest =
                attempts.subList(Math.max(0, attempts.size() - ATTEMPTS_SHOWN), attempts.size()).stream()
                        .filter(Attempt::isConfirmed)
                        .map(Attempt::took)
                        .sorted()
                        .toList();
        if (latest.isEmpty()) {
            return "No webhook was sent yet.";
        }
        long confirmed = attempts.stream().filter(Attempt::isConfirmed).count();
        return confirmed + " webhooks were answered 200, " + (attempts.size() - confirmed)
                + " not; the last ones took " + latest.get(latest.size() / 2).toMillis() + " ms (median), "
                + latest.get(latest.size() - 1).toMillis() + " ms (longest)";
    }

    @Override
    public boolean isTold() {
        return story != null && story.isOver();
    }

    @Override
    public List<Query> queries() {
        return List.of(
                new Query(
                        "Which events did no webhook bring, by hour? Those that were lost on purpose:",
                        "deliveries.md",
                        "gaps-by-hour"),
                new Query(
                        "Which messages do people open? An event has only their numbers, such as its action_id:",
                        "warehouses.md",
                        "opens-by-message",
                        "create-messages",
                        "create-messages-of-email-events"));
    }

    @Override
    public void tick(Landed landed) {
        if (story == null) {
            story = new Story(day, landed, EventTables.names());
        }
        story.tick();
        if (!story.isLosing()) {
            for (int event = 0; event < OTHER_EVENTS_PER_TICK; event++) {
                webhooks.emit(otherEvents.get());
            }
        }
        content.change();
    }

    @Override
    public void close() throws IOException {
        webhooks.close();
        simulator.close();
    }
}
