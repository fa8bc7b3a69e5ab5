package io.cioconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.Nodes;
import io.cioconnect.it.harness.TopicReader;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.testing.ConnectorProps;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Passes over lists of growing length, beside a loop that only parses and sends. */
final class Lists {
    private static final String TABLE = "campaigns";
    private static final int PASSES = 4;
    private static final Pattern USED = Pattern.compile("Pause .* (\\d+)M->\\d+M\\(\\d+M\\)");

    private final Nodes nodes;
    private final Broker broker;
    private final Children children;
    private final Settings settings;
    private final Report report;

    Lists(Nodes nodes, Broker broker, Children children, Settings settings, Report report) {
        this.nodes = nodes;
        this.broker = broker;
        this.children = children;
        this.settings = settings;
        this.report = report;
    }

    void run() throws IOException {
        for (int size : settings.rows()) {
            int rows = settings.scaled(size);
            try (CustomerIoSimulator customerIo = new CustomerIoSimulator()) {
                customerIo.limitRate(false);
                customerIo.list(TABLE).generate(rows);
                List<Double> raw = raw(customerIo, rows);
                report.add(connector(customerIo, rows), raw, rows);
            }
        }
    }

    /** Rows per second of each pass. */
    private List<Double> raw(CustomerIoSimulator customerIo, int rows) throws IOException {
        List<Double> passes = new ArrayList<>();
        Process process = children.java(
                RawListLoop.class,
                List.of("-Xmx256m"),
                List.of(
                        customerIo.url() + "/v1/" + TABLE,
                        customerIo.apiKey(),
                        TABLE,
                        broker.bootstrapServers(),
                        "raw-" + rows));
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (int pass = 0; pass < PASSES; pass++) {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            String[] line = out.readLine().split(" ", -1);
            passes.add(1_000.0 * Long.parseLong(line[0]) / Long.parseLong(line[1]));
        }
        process.destroy();
        System.out.println("raw loop, " + rows + " rows: " + passes);
        return passes;
    }

    /** Rows per second of each pass, and the most heap that was in use. */
    record Passes(List<Double> perSecond, long peakHeapMegabytes) {}

    private Passes connector(CustomerIoSimulator customerIo, int rows) throws IOException {
        String name = "lists-" + rows;
        Path log = BuildOutput.directory().resolve("bench").resolve(name + "-gc.log");
        Files.createDirectories(log.getParent());
        Files.deleteIfExists(log);
        WorkerSettings worker = WorkerSettings.named(name)
                .withHeap("256m")
                .with("offset.flush.interval.ms", "10000")
                .withJvmOption("-Xlog:gc:file=" + log + ":uptime");
        try (ConnectWorker connect = nodes.worker(broker, Recording.of(name, worker))) {
            connect.start();
            connect.rest()
                    .put(
                            name,
                            ConnectorProps.polledTables(name, customerIo.url().toString(), customerIo.apiKey())
                                    .with("tables", TABLE)
                                    .with("producer.override.linger.ms", 0)
                                    .toMap());
            TopicReader topics = new TopicReader(broker.bootstrapServers());
            Awaitility.await("passes of " + rows + " rows")
                    .atMost(Duration.ofMinutes(20))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> topics.names(name).contains(name + ".refreshes")
                            && topics.read(name + ".refreshes").size() >= PASSES);
            List<Double> passes = topics.read(name + ".refreshes").stream()
                    .limit(PASSES)
                    .map(record -> perSecond(record.value()))
                    .toList();
            System.out.println("connector, " + rows + " rows: " + passes);
            connect.stop(); // orderly, so that a recording is written
            return new Passes(passes, peakHeap(log));
        }
    }

    private static double perSecond(JsonNode pass) {
        long millis =
                pass.path("finished_at").asLong() - pass.path("started_at").asLong();
        return 1_000.0 * pass.path("rows").asLong() / Math.max(1, millis);
    }

    private static long peakHeap(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(USED::matcher)
                .filter(Matcher::find)
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .max()
                .orElse(0);
    }
}
