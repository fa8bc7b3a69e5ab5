package io.cioconnect.bench;

import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.WorkerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.kafka.connect.source.SourceConnector;

/** {@link BareConnector} as a worker wants it: a directory of jars, for whose listener the packaged plugin's libraries do. */
final class BarePlugin {
    private static final String PACKAGE = "io/cioconnect/bench";

    private BarePlugin() {}

    /** A worker that knows no other connector. */
    static WorkerSettings worker(String name) throws IOException {
        return ReceivingConnector.worker(name).with("plugin.path", make().toString());
    }

    private static Path make() throws IOException {
        Path path = BuildOutput.directory().resolve("bench/bare");
        Path plugin = Files.createDirectories(path.resolve("bare-connector"));
        for (Path library : files(BuildOutput.plugin().resolve("lib"))) {
            if (library.getFileName().toString().startsWith("jetty-")) {
                Files.copy(library, plugin.resolve(library.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (OutputStream file = Files.newOutputStream(plugin.resolve("bench.jar"));
                var jar = new JarOutputStream(file)) {
            jar.putNextEntry(new ZipEntry("META-INF/services/" + SourceConnector.class.getName()));
            jar.write(BareConnector.class.getName().getBytes(StandardCharsets.US_ASCII));
            for (Path compiled :
                    files(BuildOutput.directory().resolve("test-classes").resolve(PACKAGE))) {
                jar.putNextEntry(new ZipEntry(PACKAGE + "/" + compiled.getFileName()));
                Files.copy(compiled, jar);
            }
        }
        return path;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Starts a connector with the shipped settings of the producer, and waits until it runs. */
    static Target on(ConnectWorker worker, List<ProcessHandle> processes, String name) throws IOException {
        int port = ReceivingConnector.freePort();
        String connector = ReceivingConnector.slug(name);
        Map<String, String> config = ReceivingConnector.shipped();
        config.keySet().removeIf(key -> !key.startsWith("producer.override."));
        config.putAll(Map.of(
                "connector.class",
                BareConnector.class.getName(),
                "tasks.max",
                "1",
                "key.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                "value.converter",
                "org.apache.kafka.connect.converters.ByteArrayConverter",
                BareConnector.PORT,
                Integer.toString(port),
                BareConnector.TOPIC,
                connector,
                BareConnector.KEY,
                Events.KEY));
        worker.rest().put(connector, config);
        worker.rest().awaitRunning(connector, 1);
        return new Target(name, port, "/webhooks", connector, processes);
    }
}
