package io.cioconnect.quickstart;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ChildJvms;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaRelease;
import io.cioconnect.it.harness.Warehouse;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.testing.ConnectorProps;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Starts everything, shows what arrives, stops everything. Runs until it is interrupted, or for {@code -Dquickstart.seconds} after everything
 * has started. It then fails unless all tables have arrived.
 */
public final class QuickStart implements Closeable {
    private static final String CONNECTOR = "customerio";
    private static final String PREFIX = "customerio";
    private static final int TASKS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, String> environment = System.getenv();
    private final Progress progress = new Progress(System.out);
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
        Workspace workspace = progress.step(
                "Customer.io", () -> opened(Workspace.choose(environment, limit)), Workspace::description);
        Broker broker = progress.step(
                "Kafka " + KafkaRelease.CURRENT.version() + " broker",
                () -> {
                    Broker starting = opened(new ChildJvms().broker("quickstart-broker", Map.of()));
                    starting.start();
                    return starting;
                },
                listening -> "listens on " + listening.bootstrapServers());
        ConnectWorker worker = progress.step(
                "Connect worker with the plugin of " + fromHere(BuildOutput.pluginPath()),
                () -> {
                    ConnectWorker starting = opened(new ChildJvms().worker(broker, workerSettings()));
                    starting.start();
                    return starting;
                },
                serving -> "serves REST on " + serving.rest().address());
        progress.step(
                "Connector \"" + CONNECTOR + "\", created over REST",
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
                "PostgreSQL, filled by two sink connectors (config/sinks)",
                () -> opened(new WarehouseView(worker.rest(), PREFIX)),
                view -> "listens on " + view.address());
        lookAround(workspace, broker, worker, warehouse);
        TopicFollower topics = opened(new TopicFollower(broker.bootstrapServers(), PREFIX));
        Watch watch = new Watch(workspace, worker, CONNECTOR, topics, warehouse, Screen.ofThisProcess(environment));
        watch.run(shutdown, limit);
        progress.say(shutdown.isRequested() ? "Stopping." : closing(watch.isComplete()));
    }

    private static String closing(boolean complete) {
        return complete
                ? "Everything arrived in the warehouse. Stopping."
                : "All tables arrived in the warehouse, but the time was too short to show the rest. Stopping.";
    }

    /** The connector creates the webhook, disabled; a person copies the signing key; the connector then enables the webhook. */
    private void register(Workspace workspace, ConnectWorker worker) throws Exception {
        progress.step(
                "Reporting webhook, which the connector creates in Customer.io",
                () -> Awaitility.await("the webhook is registered")
                        .atMost(PATIENCE)
                        .until(workspace::webhook, webhook -> !webhook.isEmpty()),
                webhook -> webhook);
        progress.step(
                "Signing key of the webhook, given to the connector over REST",
                () -> {
                    Map<String, String> props = new HashMap<>(connectorProps(workspace));
                    props.putAll(workspace.signingKey());
                    worker.rest().put(CONNECTOR, props);
                    worker.rest().awaitRunning(CONNECTOR, TASKS);
                    Awaitility.await("the webhook is enabled").atMost(PATIENCE).until(workspace::isWebhookEnabled);
                    return workspace.webhook();
                },
                webhook -> webhook);
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

    private void lookAround(Workspace workspace, Broker broker, ConnectWorker worker, WarehouseView warehouse) {
        String rest = worker.rest().address() + "/connectors/" + CONNECTOR;
        String kafka = fromHere(BuildOutput.directory().resolve("kafka-" + KafkaRelease.CURRENT.version()));
        progress.say("Everything runs. Look around from another terminal, in this directory:");
        if (!workspace.statusPage().isEmpty()) {
            look("the connector's status, for a browser", workspace.statusPage());
        }
        look("tasks, and what the connector remembers", "curl " + rest + "/status", "curl " + rest + "/offsets");
        look(
                "a topic, one per table",
                "java -cp '" + kafka + "/*' org.apache.kafka.tools.consumer.ConsoleConsumer \\",
                "  --bootstrap-server " + broker.bootstrapServers() + " --topic " + PREFIX
                        + ".campaigns --from-beginning");
        look("the warehouse, schema " + Warehouse.CURRENT + ", if you have psql", "psql '" + warehouse.address() + "'");
        look("the logs of broker and worker", fromHere(Watch.logs()));
        System.out.println("  Ctrl-C stops everything.");
    }

    private static void look(String at, String... lines) {
        System.out.println("  " + at + ":");
        for (String line : lines) {
            System.out.println("    " + line);
        }
    }

    /** As short as it can be typed in the directory of the build. */
    private static String fromHere(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
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
