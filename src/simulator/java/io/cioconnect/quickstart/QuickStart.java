package io.cioconnect.quickstart;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ChildJvms;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaRelease;
import io.cioconnect.it.harness.Warehouse;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.table.EventTables;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.ConnectorProps;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Starts everything, shows what arrives, stops everything. Runs until it is interrupted, or for {@code -Dquickstart.seconds} after it
 * created the connector. It then fails unless all ten tables have arrived.
 */
public final class QuickStart implements Closeable {
    private static final String CONNECTOR = "customerio";
    private static final String PREFIX = "customerio";
    private static final int TASKS = 2;
    private static final List<String> TABLES = Tables.defaultNames();
    private static final List<String> EVENT_TABLES = EventTables.names();
    private static final Pattern COMPLAINT = Pattern.compile(" (WARN|ERROR) .*\\(io\\.cioconnect\\.");
    private static final int COMPLAINTS_SHOWN = 3;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Map<String, String> environment = System.getenv();
    private final Progress progress = new Progress(System.out);
    private final Screen screen = Screen.ofThisProcess(environment);
    private final Deque<Closeable> started = new ArrayDeque<>();
    private final Shutdown shutdown;

    private QuickStart(Shutdown shutdown) {
        this.shutdown = shutdown;
    }

    public static void main(String[] arguments) throws Exception {
        Shutdown shutdown = Shutdown.of(Thread.currentThread());
        try (QuickStart quickStart = new QuickStart(shutdown)) {
            quickStart.run(Duration.ofSeconds(Long.getLong("quickstart.seconds", 0)));
        } catch (Exception e) {
            if (!shutdown.isRequested()) {
                throw e;
            }
            System.out.println("Stopped.");
        } finally {
            shutdown.closed();
        }
    }

    private void run(Duration limit) throws Exception {
        Workspace workspace =
                progress.step("Customer.io", () -> opened(Workspace.choose(environment)), Workspace::description);
        Broker broker = progress.step(
                "Kafka " + KafkaRelease.CURRENT.version() + " broker",
                () -> {
                    Broker starting = opened(new ChildJvms().broker("quickstart-broker", Map.of()));
                    starting.start();
                    return starting;
                },
                started -> "listens on " + started.bootstrapServers());
        ConnectWorker worker = progress.step(
                "Connect worker with the plugin of " + BuildOutput.pluginPath(),
                () -> {
                    ConnectWorker starting = opened(new ChildJvms().worker(broker, workerSettings()));
                    starting.start();
                    return starting;
                },
                started -> "serves REST on " + started.rest().address());
        progress.step(
                "Connector " + CONNECTOR + ", created over REST",
                () -> {
                    worker.rest().put(CONNECTOR, connectorProps(workspace));
                    worker.rest().awaitRunning(CONNECTOR, TASKS);
                    return CONNECTOR;
                },
                name -> "runs with " + TASKS + " tasks");
        if (workspace.sendsEvents()) {
            register(workspace, worker);
        }
        WarehouseView warehouse = progress.step(
                "PostgreSQL, filled by the sinks of config/sinks",
                () -> opened(new WarehouseView(worker.rest(), PREFIX)),
                WarehouseView::description);
        lookAround(broker, worker);
        TopicFollower topics = opened(new TopicFollower(broker.bootstrapServers(), PREFIX));
        watch(workspace, worker, topics, warehouse, limit);
    }

    /** The connector creates the webhook, disabled; a person copies the signing key; the connector then enables the webhook. */
    private void register(Workspace workspace, ConnectWorker worker) throws Exception {
        progress.step(
                "Reporting webhook, created by the connector",
                () -> Awaitility.await("the webhook is registered")
                        .until(workspace::webhook, webhook -> webhook.contains("disabled")),
                webhook -> webhook);
        progress.step(
                "Signing key, set over REST",
                () -> {
                    Map<String, String> props = new HashMap<>(connectorProps(workspace));
                    props.putAll(workspace.signingKey());
                    worker.rest().put(CONNECTOR, props);
                    worker.rest().awaitRunning(CONNECTOR, TASKS);
                    return Awaitility.await("the webhook is enabled")
                            .atMost(Duration.ofSeconds(60))
                            .until(workspace::webhook, webhook -> webhook.contains("enabled"));
                },
                webhook -> webhook);
    }

    private void watch(
            Workspace workspace, ConnectWorker worker, TopicFollower topics, WarehouseView warehouse, Duration limit)
            throws InterruptedException {
        LiveTable table = table(workspace, topics, warehouse);
        long start = System.nanoTime();
        while (!shutdown.isRequested() && (limit.isZero() || System.nanoTime() - start < limit.toNanos())) {
            long tick = System.nanoTime();
            topics.follow(Duration.ofSeconds(1));
            screen.show(Stream.of(table.lines(), workspace.deliveries(), warehouse.queries(), reasons(worker, topics))
                    .flatMap(List::stream)
                    .toList());
            expectHealthy(worker, warehouse);
            workspace.tick();
            shutdown.await(Duration.ofSeconds(1).minusNanos(System.nanoTime() - tick));
        }
        screen.showLast(Stream.of(table.lines(), workspace.deliveries(), warehouse.queries())
                .flatMap(List::stream)
                .toList());
        Stream<String> lists = TABLES.stream().filter(name -> !topics.hasArrived(name) || !warehouse.hasArrived(name));
        Stream<String> events = EVENT_TABLES.stream()
                .filter(name -> workspace.sendsEvents() && topics.counts(name).records() == 0);
        List<String> missing = Stream.concat(lists, events).toList();
        if (!shutdown.isRequested() && !missing.isEmpty()) {
            throw new IllegalStateException("After " + limit.toSeconds() + " s these tables have not arrived: "
                    + String.join(", ", missing) + ". " + String.join(" ", reasons(worker, topics))
                    + " The worker's log: " + logs());
        }
        progress.say(shutdown.isRequested() ? "Stopping." : "All ten tables arrived in the warehouse. Stopping.");
    }

    private static List<String> missing(TopicFollower topics) {
        return TABLES.stream().filter(name -> !topics.hasArrived(name)).toList();
    }

    /** The connector's latest warnings and errors, while a table is missing. */
    private static List<String> reasons(ConnectWorker worker, TopicFollower topics) {
        if (missing(topics).isEmpty()) {
            return List.of();
        }
        List<String> complaints = worker.log()
                .lines()
                .filter(line -> COMPLAINT.matcher(line).find())
                .toList();
        return complaints.subList(Math.max(0, complaints.size() - COMPLAINTS_SHOWN), complaints.size());
    }

    private static LiveTable table(Workspace workspace, TopicFollower topics, WarehouseView warehouse) {
        LiveTable table = new LiveTable(
                workspace.sendsEvents()
                        ? Stream.concat(TABLES.stream(), EVENT_TABLES.stream()).toList()
                        : TABLES);
        table.add("rows", 8, name -> Integer.toString(topics.counts(name).rows()));
        table.add("records", 9, name -> Long.toString(topics.counts(name).records()));
        table.add("deletes", 9, name -> Long.toString(topics.counts(name).deletes()));
        table.add("held", 6, name -> Long.toString(topics.lastPass(name).deletesHeld()));
        table.add("last pass", 10, name -> time(topics.lastPass(name)));
        table.add("warehouse", 9, warehouse::rows);
        return table;
    }

    private static String time(TopicFollower.Pass pass) {
        return pass.finishedAt() == 0 ? "-" : TIME.format(Instant.ofEpochMilli(pass.finishedAt()));
    }

    private static void expectHealthy(ConnectWorker worker, WarehouseView warehouse) {
        if (!worker.isAlive()) {
            throw new IllegalStateException("The worker has stopped. Its log: " + logs());
        }
        for (String connector :
                Stream.concat(Stream.of(CONNECTOR), warehouse.sinks().stream()).toList()) {
            List<String> failures = worker.rest().failures(connector);
            if (!failures.isEmpty()) {
                throw new IllegalStateException(connector + " failed: " + failures.get(0));
            }
        }
    }

    private static WorkerSettings workerSettings() {
        return Warehouse.withSinks(WorkerSettings.named("quickstart-worker"))
                .with("config.providers", "env")
                .with("config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider");
    }

    private static Map<String, String> connectorProps(Workspace workspace) {
        ConnectorProps props = ConnectorProps.polledTables(PREFIX, "", "")
                .without("app.api.url")
                .with("tasks.max", TASKS);
        workspace.connectorProps().forEach(props::with);
        return props.toMap();
    }

    private void lookAround(Broker broker, ConnectWorker worker) {
        String rest = worker.rest().address() + "/connectors/" + CONNECTOR;
        progress.say("Look around from another terminal:");
        System.out.println("    curl " + rest + "/status");
        System.out.println("    curl " + rest + "/offsets");
        System.out.println("    java -cp '" + BuildOutput.directory() + "/kafka-" + KafkaRelease.CURRENT.version()
                + "/*' org.apache.kafka.tools.consumer.ConsoleConsumer --bootstrap-server "
                + broker.bootstrapServers() + " --topic " + PREFIX + ".campaigns --from-beginning");
        System.out.println("    logs: " + logs());
        System.out.println("  rows: keys now; records: versions written; deletes: tombstones; held: pending deletes");
        System.out.println("  Ctrl-C stops everything.");
    }

    private static String logs() {
        return BuildOutput.directory().resolve("it-logs") + "/quickstart-*.log";
    }

    private <T extends Closeable> T opened(T part) {
        started.push(part);
        return part;
    }

    @Override
    public void close() throws IOException {
        boolean interrupted = Thread.interrupted(); // closing waits for processes to end
        IOException failure = new IOException("Some of what was started did not stop");
        for (Closeable part : started) {
            try {
                part.close();
            } catch (IOException | RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
