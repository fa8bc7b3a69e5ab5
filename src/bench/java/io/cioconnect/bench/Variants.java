package io.cioconnect.bench;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.Nodes;
import io.cioconnect.it.harness.WorkerSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What one setting of producer, converter, worker, JVM or broker does: each in turns with the shipped configuration, in both delivery modes. */
final class Variants {
    private static final int WARM_UPS = 6; // most share a worker, and so its compiled code
    private static final String ALO = "at least once";
    private static final String EOS = "exactly once";
    private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
    private static final String BACKOFF = "add.partitions.to.txn.retry.backoff.ms";

    private static final List<Variant> VARIANTS = List.of(
            Variant.shipped(ALO),
            Variant.producer(ALO, "linger.ms", "5"),
            Variant.producer(ALO, "batch.size", "16384"), // Kafka's default
            Variant.producer(ALO, "compression.type", "lz4"),
            Variant.producer(ALO, "compression.type", "zstd"),
            Variant.producer(ALO, "max.in.flight.requests.per.connection", "5"),
            Variant.producer(ALO, "enable.metrics.push", "false"),
            Variant.connector(
                    ALO,
                    "schemas.enable=true",
                    Map.of(
                            "key.converter",
                            JSON,
                            "key.converter.schemas.enable",
                            "true",
                            "value.converter",
                            JSON,
                            "value.converter.schemas.enable",
                            "true")),
            Variant.worker(ALO, "offset.flush.interval.ms=1000", w -> w.with("offset.flush.interval.ms", "1000")),
            Variant.worker(ALO, "-XX:+UseParallelGC", w -> w.withJvmOption("-XX:+UseParallelGC")),
            Variant.worker(ALO, "-XX:+UseSerialGC", w -> w.withJvmOption("-XX:+UseSerialGC")),
            Variant.shipped(EOS),
            Variant.producer(EOS, "linger.ms", "5"),
            Variant.producer(EOS, "batch.size", "16384"),
            Variant.producer(EOS, "compression.type", "lz4"),
            Variant.producer(EOS, "max.in.flight.requests.per.connection", "5"),
            Variant.broker(EOS, BACKOFF, "5"),
            Variant.broker(EOS, BACKOFF, "1"));

    private final Nodes nodes;
    private final Broker broker;
    private final Settings settings;
    private final Report report;
    private final List<AutoCloseable> started = new ArrayList<>();

    /**
     * One thing that differs from the shipped configuration.
     *
     * @param name of the setting; empty for the shipped configuration
     * @param worker that differs in this; unless given, the variants of a mode share a worker
     */
    private record Variant(
            String mode,
            String name,
            Map<String, String> connector,
            Optional<UnaryOperator<WorkerSettings>> worker,
            Map<String, String> broker) {
        static Variant shipped(String mode) {
            return connector(mode, "", Map.of());
        }

        static Variant connector(String mode, String name, Map<String, String> changes) {
            return new Variant(mode, name, changes, Optional.empty(), Map.of());
        }

        static Variant producer(String mode, String key, String value) {
            return connector(mode, key + "=" + value, Map.of("producer.override." + key, value));
        }

        static Variant worker(String mode, String name, UnaryOperator<WorkerSettings> change) {
            return new Variant(mode, name, Map.of(), Optional.of(change), Map.of());
        }

        static Variant broker(String mode, String key, String value) {
            return new Variant(
                    mode, "broker " + key + "=" + value, Map.of(), Optional.of(same -> same), Map.of(key, value));
        }

        String title() {
            return name.isEmpty() ? mode : mode + " with " + name;
        }
    }

    /** A variant that receives. */
    private record Running(Target target, Rounds rounds) {}

    private record Worker(ConnectWorker worker, List<ProcessHandle> processes) {}

    Variants(Nodes nodes, Broker broker, Settings settings, Report report) {
        this.nodes = nodes;
        this.broker = broker;
        this.settings = settings;
        this.report = report;
    }

    void run() throws Exception {
        try {
            List<Rounds> all = new ArrayList<>();
            List<Running> running = start(all);
            running.forEach(one -> one.rounds.warmUp(one.target, WARM_UPS));
            for (int round = 0; round < settings.rounds(); round++) {
                running.forEach(one -> one.rounds.closed(one.target, 1));
                running.forEach(one -> one.rounds.closed(one.target, 64));
            }
            tell(all.stream().flatMap(rounds -> rounds.medians().stream()).toList());
        } finally {
            for (int i = started.size() - 1; i >= 0; i--) {
                started.get(i).close();
            }
        }
    }

    private List<Running> start(List<Rounds> all) throws IOException {
        List<Running> running = new ArrayList<>();
        Rounds shipped = rounds(broker, all);
        for (String mode : List.of(ALO, EOS)) {
            Optional<Worker> shared = Optional.empty();
            for (Variant variant : VARIANTS) {
                if (!variant.mode.equals(mode) || !settings.measuresTarget(variant.title())) {
                    continue;
                }
                Broker to = variant.broker.isEmpty() ? broker : broker(variant);
                Worker worker = shared.filter(any -> variant.worker.isEmpty()).orElseGet(() -> worker(variant, to));
                if (variant.worker.isEmpty()) {
                    shared = Optional.of(worker);
                }
                Target target =
                        ReceivingConnector.on(worker.worker, worker.processes, variant.title(), variant.connector);
                running.add(new Running(target, variant.broker.isEmpty() ? shipped : rounds(to, all)));
            }
        }
        return running;
    }

    private Rounds rounds(Broker of, List<Rounds> all) {
        Rounds rounds = new Rounds(settings, of.bootstrapServers());
        started.add(rounds);
        all.add(rounds);
        return rounds;
    }

    private Broker broker(Variant variant) {
        Map<String, String> properties = new HashMap<>(variant.broker);
        properties.put("num.partitions", "1");
        Broker other = nodes.broker("bench-broker-" + started.size(), properties);
        started.add(other);
        other.start();
        return other;
    }

    private Worker worker(Variant variant, Broker to) {
        WorkerSettings shipped = ReceivingConnector.worker("bench-variant-" + started.size());
        WorkerSettings ofMode = variant.mode.equals(EOS) ? shipped.withExactlyOnce() : shipped;
        ConnectWorker worker = nodes.worker(
                to, variant.worker.map(change -> change.apply(ofMode)).orElse(ofMode));
        started.add(worker);
        return new Worker(worker, Children.startedBy(worker::start));
    }

    private void tell(List<Measurement> medians) {
        StringBuilder lines = new StringBuilder(
                        "| setting | load | events/s | of shipped | p50 ms | p99 ms | CPU s per 10,000 |")
                .append(
                        " of shipped | bytes an event | events a transaction |\n|---|---|---|---|---|---|---|---|---|---|\n");
        for (Measurement one : medians) {
            String mode = one.target().startsWith(ALO) ? ALO : EOS;
            Optional<Measurement> shipped = medians.stream()
                    .filter(other -> other.target().equals(mode) && other.load().equals(one.load()))
                    .findFirst();
            lines.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,.0f | %.2f | %.1f | %.1f | %.2f | %.2f | %.0f | %s |%n",
                    one.target(),
                    one.load(),
                    one.perSecond(),
                    one.perSecond() / shipped.map(Measurement::perSecond).orElse(Double.NaN),
                    one.p50(),
                    one.p99(),
                    one.cpuSeconds(),
                    one.cpuSeconds() / shipped.map(Measurement::cpuSeconds).orElse(Double.NaN),
                    one.bytes(),
                    one.isTransactional() ? String.format(Locale.ROOT, "%.1f", one.eventsPerTransaction()) : ""));
        }
        System.out.print(lines);
        report.section("Settings", lines.toString());
    }
}
