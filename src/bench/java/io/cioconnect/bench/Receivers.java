package io.cioconnect.bench;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.Nodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that receives webhooks, under the same loads, in turns. */
final class Receivers {
    private static final int WARM_UPS = 30; // of 20,000 events each
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
        try (ConnectWorker atLeastOnce = nodes.worker(broker, ReceivingConnector.worker("bench-alo"));
                ConnectWorker exactlyOnce = nodes.worker(
                        broker, ReceivingConnector.worker("bench-eos").withExactlyOnce());
                ConnectWorker bare = nodes.worker(broker, BarePlugin.worker("bench-bare-alo"));
                ConnectWorker bareExactlyOnce =
                        nodes.worker(broker, BarePlugin.worker("bench-bare-eos").withExactlyOnce());
                Rounds rounds = new Rounds(settings, broker.bootstrapServers())) {
            List<Target> targets = new ArrayList<>();
            add(targets, "ceiling", name -> ceiling(name, "idempotent"));
            add(targets, "bare connector", name -> bare(name, bare));
            add(targets, "at least once", name -> connector(name, atLeastOnce));
            add(targets, "transactional ceiling", name -> ceiling(name, "transactional"));
            add(targets, "transactional ceiling without offsets", name -> ceiling(name, "no-offsets"));
            add(targets, "bare connector, exactly once", name -> bare(name, bareExactlyOnce));
            add(targets, "exactly once", name -> connector(name, exactlyOnce));
            add(targets, "Express and kafkajs", this::express);
            targets.forEach(target -> rounds.warmUp(target, WARM_UPS));
            for (int round = 0; round < settings.rounds(); round++) {
                for (int connections : settings.connections()) {
                    targets.forEach(target -> rounds.closed(target, connections));
                }
                for (int rate : settings.rates()) {
                    targets.forEach(target -> rounds.paced(target, rate));
                }
            }
            rounds.medians().forEach(report::add);
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

    private Target ceiling(String name, String mode) throws IOException {
        int port = ReceivingConnector.freePort();
        Process process = children.java(
                Ceiling.class,
                List.of("-Xmx512m"),
                List.of(Integer.toString(port), broker.bootstrapServers(), "bench-" + mode, Events.KEY, mode));
        return new Target(name, port, "/webhooks", "bench-" + mode, List.of(process.toHandle()));
    }

    private static Target connector(String name, ConnectWorker worker) throws IOException {
        return ReceivingConnector.on(worker, Children.startedBy(worker::start), name, Map.of());
    }

    private static Target bare(String name, ConnectWorker worker) throws IOException {
        return BarePlugin.on(worker, Children.startedBy(worker::start), name);
    }

    private Target express(String name) throws IOException {
        Path directory = Files.createDirectories(BuildOutput.directory().resolve("bench/node"));
        for (String file : List.of("package.json", "receiver.js")) {
            Files.copy(NODE_SOURCE.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Children.run(List.of("npm", "install", "--no-audit", "--no-fund"), directory);
        int port = ReceivingConnector.freePort();
        Process process = children.start(
                List.of(
                        "node",
                        "receiver.js",
                        broker.bootstrapServers(),
                        Integer.toString(port),
                        "bench-express",
                        Events.KEY),
                directory);
        return new Target(name, port, "/webhooks", "bench-express", List.of(process.toHandle()));
    }
}
