package io.cioconnect.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Puts receivers under load, round after round, and keeps what was measured. */
final class Rounds implements AutoCloseable {
    private static final int PACED_CONNECTIONS = 32;

    private final Settings settings;
    private final Admin admin;
    private final Map<String, List<Measurement>> measured = new LinkedHashMap<>();

    Rounds(Settings settings, String bootstrapServers) {
        this.settings = settings;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** The JIT compiles in bursts, a worker's code long after a bare handler's: after 120,000 events it still speeds up. */
    void warmUp(Target target, int times) {
        for (int i = 0; i < times; i++) {
            measure(target, 16, 20_000);
        }
        measure(target, 1, 2_000);
    }

    /** As fast as the answers come. */
    void closed(Target target, int connections) {
        keep(measure(target, connections, connections == 1 ? 5_000 : 40_000));
    }

    private Measurement measure(Target target, int connections, int events) {
        List<byte[]> requests = Events.requests(target.path(), settings.scaled(events));
        String load = connections + (connections == 1 ? " connection" : " connections");
        return measure(target, load, () -> Load.closed(target.port(), requests, connections));
    }

    /** At a fixed rate, for ten seconds. */
    void paced(Target target, int rate) {
        List<byte[]> requests = Events.requests(target.path(), settings.scaled(rate * 10));
        keep(measure(target, rate + "/s", () -> Load.paced(target.port(), requests, PACED_CONNECTIONS, rate)));
    }

    private interface Run {
        Load.Result send();
    }

    private Measurement measure(Target target, String load, Run run) {
        TopicLog logBefore = TopicLog.of(target.topic(), admin);
        Duration cpuBefore = target.cpu();
        Load.Result result = run.send();
        double cpu = target.cpu().minus(cpuBefore).toNanos() / 1e9;
        TopicLog written = TopicLog.of(target.topic(), admin).since(logBefore);
        Measurement measurement = Measurement.of(target.name(), load, result, cpu, written);
        System.out.println(measurement);
        return measurement;
    }

    private void keep(Measurement measurement) {
        measured.computeIfAbsent(measurement.target() + "/" + measurement.load(), key -> new ArrayList<>())
                .add(measurement);
    }

    /** For each receiver and load, the round with the median rate. */
    List<Measurement> medians() {
        return measured.values().stream().map(Rounds::median).toList();
    }

    private static Measurement median(List<Measurement> rounds) {
        List<Measurement> sorted = rounds.stream()
                .sorted(Comparator.comparingDouble(Measurement::perSecond).thenComparingDouble(Measurement::p99))
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    @Override
    public void close() {
        admin.close();
    }
}
