package io.cioconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.Nodes;
import io.cioconnect.it.harness.WorkerSettings;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that receives webhooks, under the same loads, in turns. */
final class Receivers {
    private static final int PACED_CONNECTIONS = 32;
    private static final Path NODE_SOURCE = Path.of("src/bench/node");

    private final Nodes nodes;
    private final Broker broker;
    private final Children children;
    private final Settings settings;
    private final Report report;

    Receivers(Nodes nodes, Broker broker, Children children, Settings settings, Report report) {
        this.nodes = nodes;
        this.broker = broker;
        this.children = children;
        this.settings = settings;
        this.report = report;
    }

    void run() throws IOException {
        try (ConnectWorker atLeastOnce = nodes.worker(broker, worker("bench-alo"));
                ConnectWorker exactlyOnce =
                        nodes.worker(broker, worker("bench-eos").withExactlyOnce())) {
            List<Target> targets = new ArrayList<>();
            add(targets, "ceiling", name -> ceiling(name, "idempotent"));
            add(targets, "at least once", name -> connector(name, atLeastOnce));
            add(targets, "transactional ceiling", name -> ceiling(name, "transactional"));
            add(targets, "exactly once", name -> connector(name, exactlyOnce));
            add(targets, "Express and kafkajs", this::express);
            targets.forEach(this::warmUp);
            Map<String, List<Measurement>> measured = new LinkedHashMap<>();
            for (int round = 0; round < settings.rounds(); round++) {
                for (int connections : settings.connections()) {
                    for (Target target : targets) {
                        int events = settings.scaled(connections == 1 ? 5_000 : 40_000);
                        add(measured, closed(target, connections, events));
                    }
                }
                for (int rate : settings.rates()) {
                    for (Target target : targets) {
                        add(measured, paced(target, rate));
                    }
                }
            }
            measured.values().forEach(rounds -> report.add(median(rounds)));
            if (settings.measuresTarget("at least once")) {
                atLeastOnce.stop(); // orderly, so that a recording is written
            }
            if (settings.measuresTarget("exactly once")) {
                exactlyOnce.stop();
            }
        }
    }

    private interface Start {
        Target start(String name) throws IOException;
    }

    private void add(List<Target> targets, String name, Start start) throws IOException {
        if (settings.measuresTarget(name)) {
            targets.add(start.start(name));
        }
    }

    private void warmUp(Target target) {
        for (int i = 0; i < 3; i++) {
            closed(target, 16, settings.scaled(20_000));
        }
        closed(target, 1, settings.scaled(2_000));
    }

    private Measurement closed(Target target, int connections, int events) {
        List<byte[]> requests = Events.requests(target.path(), events);
        Duration before = target.cpu();
        Load.Result result = Load.closed(target.port(), requests, connections);
        return measured(target, connections + (connections == 1 ? " connection" : " connections"), result, before);
    }

    private Measurement paced(Target target, int rate) {
        List<byte[]> requests = Events.requests(target.path(), settings.scaled(rate * 10));
        Duration before = target.cpu();
        Load.Result result = Load.paced(target.port(), requests, PACED_CONNECTIONS, rate);
        return measured(target, rate + "/s", result, before);
    }

    private static Measurement measured(Target target, String load, Load.Result result, Duration before) {
        double cpu = target.cpu().minus(before).toNanos() / 1e9;
        Measurement measurement = Measurement.of(target.name(), load, result, cpu);
        System.out.println(measurement);
        return measurement;
    }

    private Target ceiling(String name, String mode) throws IOException {
        int port = freePort();
        Process process = children.java(
                Ceiling.class,
                List.of("-Xmx512m"),
                List.of(Integer.toString(port), broker.bootstrapServers(), "bench-" + mode, Events.KEY, mode));
        return new Target(name, port, "/webhooks", List.of(process.toHandle()));
    }

    /** With the JSON that we ship, but for what the benchmark has to set. */
    private Target connector(String name, ConnectWorker worker) throws IOException {
        List<ProcessHandle> processes = Children.startedBy(worker::start);
        int port = freePort();
        String connector = name.replace(' ', '-');
        Map<String, String> config = new HashMap<>();
        JsonNode shipped = new ObjectMapper().readTree(new File("config/connector-with-webhooks.json"));
        shipped.path("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        config.keySet()
                .removeIf(key -> key.startsWith("app.api")
                        || key.startsWith("webhook.registration")
                        || key.equals("webhook.public.url")
                        || key.equals("region"));
        config.putAll(Map.of(
                "tasks.max", "1",
                "tables", "*_events",
                "topic.prefix", connector,
                "webhook.listen.host", "127.0.0.1",
                "webhook.listen.port", Integer.toString(port),
                "webhook.listen.path", "/webhooks/bench",
                "webhook.signing.keys", Events.KEY));
        worker.rest().put(connector, config);
        worker.rest().awaitRunning(connector, 1);
        return new Target(name, port, "/webhooks/bench", processes);
    }

    private Target express(String name) throws IOException {
        Path directory = Files.createDirectories(BuildOutput.directory().resolve("bench/node"));
        for (String file : List.of("package.json", "receiver.js")) {
            Files.copy(NODE_SOURCE.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Children.run(List.of("npm", "install", "--no-audit", "--no-fund"), directory);
        int port = freePort();
        Process process = children.start(
                List.of(
                        "node",
                        "receiver.js",
                        broker.bootstrapServers(),
                        Integer.toString(port),
                        "bench-express",
                        Events.KEY),
                directory);
        return new Target(name, port, "/webhooks", List.of(process.toHandle()));
    }

    private static WorkerSettings worker(String name) {
        return Recording.of(name, WorkerSettings.named(name))
                .with("offset.flush.interval.ms", "60000")
                .with("key.converter.schemas.enable", "false") // with schemas a record is six times as large
                .with("value.converter.schemas.enable", "false");
    }

    private static void add(Map<String, List<Measurement>> measured, Measurement more) {
        measured.computeIfAbsent(more.target() + "/" + more.load(), key -> new ArrayList<>())
                .add(more);
    }

    private static Measurement median(List<Measurement> rounds) {
        List<Measurement> sorted = rounds.stream()
                .sorted(Comparator.comparingDouble(Measurement::perSecond).thenComparingDouble(Measurement::p99))
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
