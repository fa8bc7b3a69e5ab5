package io.cioconnect.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerPropertiesTest {
    private static final Set<String> KNOWN =
            Set.of("bootstrap.servers", "security.protocol", "sasl.jaas.config", "client.id", "metric.reporters");

    @TempDir
    private Path directory;

    @Test
    void theFileIsNamedOnTheCommandLineOfAWorker() throws Exception {
        Path file = Files.writeString(directory.resolve("worker.properties"), "bootstrap.servers=a:1\n");
        for (String main : new String[] {"org.apache.kafka.connect.cli.ConnectDistributed", "ConnectStandalone"}) {
            assertThat(WorkerProperties.file(main + " " + file + " other.properties"))
                    .contains(file);
            assertThat(WorkerProperties.file("some.Launcher " + main + " " + file))
                    .contains(file);
        }
        assertThat(WorkerProperties.read(file)).containsExactly(Map.entry("bootstrap.servers", "a:1"));
        assertThat(WorkerProperties.file("org.apache.kafka.connect.cli.ConnectDistributed missing.properties"))
                .isEmpty();
        assertThat(WorkerProperties.file("org.example.Embedded " + file)).isEmpty();
        assertThat(WorkerProperties.file("ConnectDistributed")).isEmpty();
        assertThat(WorkerProperties.file("")).isEmpty();
    }

    @Test
    void aClientReachesWhatTheProducerWritesTo() {
        Map<String, String> worker = Map.of(
                "bootstrap.servers", "worker:1",
                "security.protocol", "PLAINTEXT",
                "producer.security.protocol", "SSL",
                "admin.sasl.jaas.config", "${env:JAAS}",
                "client.id", "worker",
                "metric.reporters", "org.example.Reporter",
                "group.id", "connect",
                "config.providers", "env",
                "config.providers.env.class", "org.example.Env");

        assertThat(WorkerProperties.ofClient(worker, Map.of("bootstrap.servers", "own:2", "acks", "all"), KNOWN))
                .isEqualTo(Map.of(
                        "bootstrap.servers", "own:2",
                        "security.protocol", "SSL",
                        "sasl.jaas.config", "${env:JAAS}",
                        "config.providers", "env",
                        "config.providers.env.class", "org.example.Env"));
    }
}
