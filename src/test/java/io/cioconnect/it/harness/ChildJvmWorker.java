package io.cioconnect.it.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A worker in a child JVM; it keeps its REST port over restarts. */
final class ChildJvmWorker extends ForwardingProcess implements ConnectWorker {
    private final ChildJvm jvm;
    private final WorkerSettings settings;
    private final Path properties;
    private final ConnectRest rest;
    private final int receiverPort = FreePort.next();

    ChildJvmWorker(String bootstrapServers, WorkerSettings settings) {
        this(new ChildJvm(settings.name(), settings.release()), bootstrapServers, settings);
    }

    private ChildJvmWorker(ChildJvm jvm, String bootstrapServers, WorkerSettings settings) {
        super(jvm);
        this.jvm = jvm;
        this.settings = settings;
        String address = "http://localhost:" + FreePort.next();
        rest = new ConnectRest(URI.create(address));
        properties = jvm.directory().resolve("worker.properties");
        Map<String, String> all = new HashMap<>();
        all.put("bootstrap.servers", bootstrapServers);
        all.put("listeners", address);
        all.put("plugin.path", BuildOutput.pluginPath().toString());
        if (settings.isStandalone()) {
            all.put(
                    "offset.storage.file.filename",
                    jvm.directory().resolve("offsets").toString());
        }
        all.putAll(settings.properties());
        PropertiesFile.write(properties, all);
    }

    @Override
    public void launch() {
        List<String> options = new ArrayList<>(List.of("-Xmx" + settings.heap()));
        options.addAll(settings.jvmOptions());
        String mode = settings.isStandalone() ? "ConnectStandalone" : "ConnectDistributed";
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.put(RECEIVER_PORT, Integer.toString(receiverPort));
        jvm.start(environment, options, "org.apache.kafka.connect.cli." + mode, List.of(properties.toString()));
    }

    @Override
    public ConnectRest rest() {
        return rest;
    }

    @Override
    public String hostOfTest() {
        return "localhost";
    }

    @Override
    public String listenAddressOfTest() {
        return "localhost";
    }

    @Override
    public int receiverPort() {
        return receiverPort;
    }

    @Override
    public String addressOf(int workerPort) {
        return "localhost:" + workerPort;
    }
}
