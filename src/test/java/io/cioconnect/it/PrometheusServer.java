package io.cioconnect.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.testing.MonitoringFiles;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes one worker and judges it by the shipped alerts, which it lets fire at once. */
final class PrometheusServer implements Closeable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final int port = FreePort.next();
    private final Process process;

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    PrometheusServer(Path directory, int exporterPort) throws IOException {
        Files.writeString(
                directory.resolve("alerts.yml"),
                Files.readString(MonitoringFiles.ALERTS).replaceAll("(?m)^( +for:) .*$", "$1 0s"));
        Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [alerts.yml]
                scrape_configs:
                  - job_name: connect
                    static_configs: [{targets: ["localhost:EXPORTER"]}]
                """.replace("EXPORTER", String.valueOf(exporterPort)));
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + directory.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=localhost:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
    }

    /** Alert and table, of the alerts that fire for this connector. */
    Set<String> firing(String connector) throws IOException, InterruptedException {
        Set<String> alerts = new TreeSet<>();
        for (JsonNode alert : alerts()) {
            JsonNode labels = alert.path("labels");
            if (alert.path("state").asText().equals("firing")
                    && labels.path("connector").asText().equals(connector)) {
                alerts.add((labels.path("alertname").asText() + " "
                                + labels.path("table").asText())
                        .strip());
            }
        }
        return alerts;
    }

    void awaitFiring(String connector, String alert) {
        await(alert + " fires").atMost(PATIENCE).until(() -> firing(connector).contains(alert));
    }

    void awaitQuiet(String connector, String alert) {
        await(alert + " ends").atMost(PATIENCE).until(() -> !firing(connector).contains(alert));
    }

    private JsonNode alerts() throws IOException, InterruptedException {
        try {
            String answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/alerts"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return answer.startsWith("{")
                    ? new ObjectMapper().readTree(answer).path("data").path("alerts")
                    : new ObjectMapper().createArrayNode();
        } catch (ConnectException starting) {
            if (!process.isAlive()) {
                throw new IllegalStateException("Prometheus ended with " + process.exitValue(), starting);
            }
            return new ObjectMapper().createArrayNode();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
