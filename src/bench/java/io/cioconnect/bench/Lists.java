package io.cioconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** Passes over lists of growing length, in turns with a loop that only parses and sends. */
final class Lists {
    private static final String TABLE = "campaigns";
    private static final ObjectMapper JSON = new ObjectMapper();

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
            run(settings.scaled(size));
        }
    }

    private void run(int rows) throws IOException {
        String name = "lists-" + rows;
        Path log = BuildOutput.directory().resolve("bench").resolve(name + "-gc.log");
        Files.createDirectories(log.getParent());
        Files.deleteIfExists(log);
        WorkerSettings settingsOfWorker = WorkerSettings.named(name)
                .withHeap("256m")
                .with("offset.flush.interval.ms", "10000")
                .with("key.converter.schemas.enable", "false")
                .with("value.converter.schemas.enable", "false")
                .withJvmOption("-Xlog:gc:file=" + log + ":uptime");
        try (CustomerIoSimulator ofRaw = list(rows);
                CustomerIoSimulator ofConnector = list(rows);
                ConnectWorker worker = nodes.worker(broker, Recording.of(name, settingsOfWorker))) {
            List<ProcessHandle> processes = Children.startedBy(worker::start);
            AtomicLong asked = new AtomicLong();
            ofConnector.onPage(page -> asked.set(System.currentTimeMillis()));
            RawLoop raw = new RawLoop(ofRaw, rows);
            ListPasses connector = new ListPasses(rows);
            for (int pass = 1; pass <= settings.passes(); pass++) {
                raw.pass();
                if (pass == 1) {
                    worker.rest().put(name, connector(name, ofConnector));
                } else {
                    worker.rest().restartTask(name, 0);
                }
                connectorPass(name, pass, processes, asked, connector);
            }
            raw.end();
            System.out.println("raw loop, " + raw.passes);
            System.out.println("connector, " + connector);
            worker.rest().delete(name);
            worker.stop(); // orderly, so that a recording is written
            report.add(rows, raw.passes, connector, HeapLog.read(log));
        }
    }

    private static CustomerIoSimulator list(int rows) throws IOException {
        CustomerIoSimulator customerIo = new CustomerIoSimulator();
        customerIo.limitRate(false);
        customerIo.list(TABLE).generate(rows);
        return customerIo;
    }

    /** A pass begins with the task and at no other time, so that it does not run into those of the loop. */
    private static Map<String, String> connector(String name, CustomerIoSimulator customerIo) {
        return ConnectorProps.polledTables(name, customerIo.url().toString(), customerIo.apiKey())
                .with("tables", TABLE)
                .with("producer.override.linger.ms", 0)
                .with("producer.override.batch.size", 65_536)
                .with("refresh.interval.ms", Duration.ofDays(1).toMillis())
                .with("refresh.on.start", true)
                .toMap();
    }

    /** From the request for the list to the marker; the CPU time is also that of starting the task. */
    private void connectorPass(
            String name, int pass, List<ProcessHandle> processes, AtomicLong asked, ListPasses into) {
        long cpu = cpu(processes);
        long end = awaitMarker(name + ".refreshes", pass);
        into.add((end - asked.get()) * 1_000_000, cpu(processes) - cpu);
    }

    /** When the pass of that number ended. */
    private long awaitMarker(String topic, int number) {
        TopicReader topics = new TopicReader(broker.bootstrapServers());
        List<Long> ends = new ArrayList<>();
        Awaitility.await("pass " + number)
                .atMost(Duration.ofMinutes(20))
                .pollDelay(Duration.ofMillis(200))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    ends.clear();
                    if (topics.names(topic.substring(0, topic.indexOf('.'))).contains(topic)) {
                        topics.forEach(topic, record -> ends.add(finished(record.value())));
                    }
                    return ends.size() >= number;
                });
        return ends.get(number - 1);
    }

    private static long finished(byte[] marker) {
        try {
            JsonNode pass = JSON.readTree(marker);
            return pass.path("finished_at").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long cpu(List<ProcessHandle> processes) {
        return processes.stream()
                .mapToLong(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    /** The loop that only parses and sends, in a JVM of its own. */
    private final class RawLoop {
        private final Process process;
        private final BufferedReader out;
        private final ListPasses passes;
        private final AtomicLong asked = new AtomicLong();

        RawLoop(CustomerIoSimulator customerIo, int rows) {
            customerIo.onPage(page -> asked.set(System.currentTimeMillis()));
            this.passes = new ListPasses(rows);
            this.process = children.java(
                    RawListLoop.class,
                    List.of("-Xmx256m"),
                    List.of(
                            customerIo.url() + "/v1/" + TABLE,
                            customerIo.apiKey(),
                            TABLE,
                            broker.bootstrapServers(),
                            "raw-" + rows));
            this.out = process.inputReader(StandardCharsets.UTF_8);
        }

        void pass() throws IOException {
            long cpu = cpu(List.of(process.toHandle()));
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            out.readLine();
            passes.add((System.currentTimeMillis() - asked.get()) * 1_000_000, cpu(List.of(process.toHandle())) - cpu);
        }

        void end() {
            process.destroy();
        }
    }
}
