package io.cioconnect.bench;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.Nodes;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.CustomerIoSimulator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** CPU time of a worker whose connector has nothing to do, beside that of a worker without one, over the same minutes. */
final class Idle {
    private static final Duration SETTLING = Duration.ofMinutes(1);
    private static final String NAME = "idle";

    private final Nodes nodes;
    private final Broker broker;
    private final Settings settings;
    private final Report report;

    Idle(Nodes nodes, Broker broker, Settings settings, Report report) {
        this.nodes = nodes;
        this.broker = broker;
        this.settings = settings;
        this.report = report;
    }

    void run() throws IOException {
        try (CustomerIoSimulator customerIo = new CustomerIoSimulator();
                ConnectWorker without = nodes.worker(broker, worker("idle-without"));
                ConnectWorker with = nodes.worker(broker, worker("idle-with"))) {
            Worker bare = new Worker(Children.startedBy(without::start));
            Worker connector = new Worker(Children.startedBy(with::start));
            with.rest().put(NAME, config(customerIo));
            with.rest().awaitRunning(NAME, 1);
            pass(SETTLING);
            Duration window = Duration.ofMinutes(settings.idleMinutes());
            Duration bareBefore = bare.cpu();
            Duration connectorBefore = connector.cpu();
            pass(window);
            report.idle(
                    share(connector.cpu().minus(connectorBefore), window),
                    share(bare.cpu().minus(bareBefore), window));
        }
    }

    private record Worker(List<ProcessHandle> processes) {
        Duration cpu() {
            return Target.cpu(processes);
        }
    }

    private static WorkerSettings worker(String name) {
        return WorkerSettings.named(name).with("offset.flush.interval.ms", "60000"); // Connect's default
    }

    /** Lists, events and all intervals as shipped. */
    private static Map<String, String> config(CustomerIoSimulator customerIo) throws IOException {
        Map<String, String> config = ReceivingConnector.shipped();
        config.keySet()
                .removeIf(key -> key.startsWith("webhook.registration")
                        || key.equals("webhook.public.url")
                        || key.equals("region"));
        config.putAll(Map.of(
                "tasks.max",
                "1",
                "topic.prefix",
                NAME,
                "app.api.url",
                customerIo.url().toString(),
                "app.api.key",
                customerIo.apiKey(),
                "webhook.listen.host",
                "127.0.0.1",
                "webhook.listen.port",
                Integer.toString(ReceivingConnector.freePort()),
                "webhook.signing.keys",
                Events.KEY));
        return config;
    }

    private static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        Awaitility.await("idleness")
                .atMost(time.plusMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> System.nanoTime() - until > 0);
    }

    private static double share(Duration cpu, Duration window) {
        return (double) cpu.toNanos() / window.toNanos();
    }
}
