package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.KafkaRelease;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.CustomerIoSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(KafkaExtension.class)
final class PackagedPluginIT {
    private static final String CONNECTOR = "io.cioconnect.CustomerIoSourceConnector";

    @Test
    void currentWorkerFindsTheConnectorThroughItsServiceFile(SharedKafka kafka) {
        assertThat(versions(kafka.worker())).containsExactly(BuildOutput.version());
    }

    @Test
    void previousWorkerFindsTheConnectorThroughItsServiceFile(SharedKafka kafka) {
        assertThat(versions(kafka.previousWorker())).containsExactly(BuildOutput.version());
    }

    /** {@code connect-plugin-path.sh list}, which runs this class. */
    @ParameterizedTest
    @EnumSource
    void connectPluginPathListsTheConnectorAsLoadableByAnyDiscovery(KafkaRelease release) {
        String listed = release.run(
                "org.apache.kafka.tools.ConnectPluginPath",
                "list",
                "--plugin-path",
                BuildOutput.pluginPath().toString());

        assertThat(listed.lines().filter(line -> line.startsWith(CONNECTOR)).map(line -> List.of(line.split("\t"))))
                .containsExactly(List.of(
                        CONNECTOR,
                        "CustomerIoSourceConnector",
                        "CustomerIoSource",
                        BuildOutput.version(),
                        "source",
                        "true", // isLoadable
                        "true", // hasManifest
                        BuildOutput.plugin().toString()));
        assertThat(listed).containsPattern("Total plugins:\\s+1\n").containsPattern("Compatible plugins:\\s+1\n");
    }

    @Test
    void theShippedJsonCopiesAllTablesOnTheCurrentRelease(SharedKafka kafka) throws IOException {
        theShippedJsonCopiesAllTables(kafka, KafkaRelease.CURRENT);
    }

    @Test
    void theShippedJsonCopiesAllTablesOnThePreviousRelease(SharedKafka kafka) throws IOException {
        theShippedJsonCopiesAllTables(kafka, KafkaRelease.PREVIOUS);
    }

    /**
     * Posted as the README does, but with a key instead of its placeholder, the simulator's address, and names of this test's own. The API
     * limits calls as the real one does, so the worker is none of those that hurry.
     */
    private static void theShippedJsonCopiesAllTables(SharedKafka kafka, KafkaRelease release) throws IOException {
        String name = kafka.unique("shipped");
        try (ConnectWorker worker =
                        kafka.newWorker(WorkerSettings.named(name + "-worker").on(release));
                CustomerIoSimulator customerIo = new CustomerIoSimulator()) {
            worker.start();
            Path shipped = BuildOutput.plugin().resolve("etc").resolve("connector.json");
            String posted = Files.readString(shipped)
                    .replace("${file:/opt/secrets/customerio.properties:app.api.key}", customerIo.apiKey())
                    .replace("\"customerio\"", "\"" + name + "\"")
                    .replace("\"cio\"", "\"" + name + "\"")
                    .replace("\"cio[.]", "\"" + name + "[.]")
                    .replace("\"region\"", "\"app.api.url\": \"" + customerIo.url() + "\", \"region\"");
            assertThat(worker.rest()
                            .call("POST", "/connectors", new ObjectMapper().readTree(posted))
                            .status())
                    .isEqualTo(201);
            for (ApiList list : customerIo.lists().all()) {
                Awaitility.await(list.name() + " is in Kafka")
                        .atMost(Duration.ofMinutes(1))
                        .until(
                                () -> kafka.topics()
                                        .latest(name + "." + list.name())
                                        .size(),
                                rows -> rows == list.size());
            }
        }
    }

    @Test
    void shipsExactlyTheListedJars() throws IOException {
        List<String> listed = lines("/plugin-libs.txt");
        String own = "kafka-connect-customerio-" + BuildOutput.version() + ".jar";
        assertThat(names(BuildOutput.plugin().resolve("lib")))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(listed.stream(), Stream.of(own)).toList());
    }

    @Test
    void shipsNothingTheWorkerBrings() throws IOException {
        assertThat(names(BuildOutput.plugin().resolve("lib")))
                .noneMatch(jar ->
                        jar.startsWith("slf4j") || jar.startsWith("connect-") || jar.startsWith("kafka-clients"));
    }

    @Test
    void archiveHasTheLayoutOfAHubComponent() throws IOException {
        String root = "cioconnect-kafka-connect-customerio-" + BuildOutput.version();
        assertThat(BuildOutput.archive()).hasFileName(root + ".zip");
        assertThat(archiveEntries())
                .allMatch(entry -> entry.startsWith(root + "/"))
                .contains(root + "/manifest.json", root + "/doc/README.md")
                .anyMatch(entry -> entry.startsWith(root + "/lib/kafka-connect-customerio-"))
                .anyMatch(entry -> entry.startsWith(root + "/etc/") && entry.endsWith(".json"))
                .anyMatch(entry -> entry.startsWith(root + "/assets/"));
    }

    @Test
    void directoryHoldsTheSameFilesAsTheArchive() throws IOException {
        Set<String> unpacked;
        try (Stream<Path> paths = Files.walk(BuildOutput.plugin())) {
            unpacked = paths.filter(Files::isRegularFile)
                    .map(path -> BuildOutput.pluginPath().relativize(path).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertThat(archiveEntries()).containsExactlyInAnyOrderElementsOf(unpacked);
    }

    @Test
    void manifestCarriesTheVersion() throws IOException {
        JsonNode manifest = new ObjectMapper()
                .readTree(BuildOutput.plugin().resolve("manifest.json").toFile());
        assertThat(manifest.path("version").asText()).isEqualTo(BuildOutput.version());
        assertThat(manifest.path("name").asText()).isEqualTo("kafka-connect-customerio");
        assertThat(manifest.toString()).doesNotContain("${");
    }

    private static List<String> versions(ConnectWorker worker) {
        return StreamSupport.stream(worker.rest().plugins().spliterator(), false)
                .filter(plugin -> plugin.path("class").asText().equals(CONNECTOR))
                .map(plugin -> plugin.path("version").asText())
                .toList();
    }

    private static List<String> archiveEntries() throws IOException {
        try (ZipFile zip = new ZipFile(BuildOutput.archive().toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> entry.getName())
                    .toList();
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = PackagedPluginIT.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }
}
