package io.cioconnect.it.harness;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Broker and controller in one child JVM. */
final class ChildJvmBroker extends ForwardingProcess implements Broker {
    private final ChildJvm jvm;
    private final int port = FreePort.next();
    private final int controllerPort = FreePort.next();
    private final Path properties;
    private final String bootstrapServers;
    private boolean formatted;

    ChildJvmBroker(String name, Map<String, String> overrides) {
        this(new ChildJvm(name, KafkaRelease.CURRENT), overrides);
    }

    private ChildJvmBroker(ChildJvm jvm, Map<String, String> overrides) {
        super(jvm);
        this.jvm = jvm;
        properties = jvm.directory().resolve("broker.properties");
        Map<String, String> all = new HashMap<>(BrokerDefaults.ANYWHERE);
        all.putAll(addresses());
        overrides.forEach((key, value) -> all.merge(key, value, ChildJvmBroker::override));
        bootstrapServers = first(all.get("advertised.listeners"));
        PropertiesFile.write(properties, all);
    }

    /** Host and port of the listener for clients in this JVM, which stands first. */
    private static String first(String listeners) {
        return listeners.split(",", -1)[0].replaceFirst("^\\w+://", "");
    }

    /** What begins with a comma is added to ours, as a further listener is. */
    private static String override(String ours, String value) {
        return value.startsWith(",") ? ours + value : value;
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public String bootstrapServersForWorkers() {
        return bootstrapServers();
    }

    @Override
    public void launch() {
        if (!formatted) {
            jvm.run(
                    "kafka.tools.StorageTool",
                    List.of("format", "--cluster-id", "Y2lvY29ubmVjdC10ZXN0cw", "--config", properties.toString()));
            formatted = true;
        }
        jvm.start(Map.of(), List.of("-Xmx512m"), "kafka.Kafka", List.of(properties.toString()));
    }

    private Map<String, String> addresses() {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@localhost:" + controllerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://localhost:" + port),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("log.dirs", jvm.directory().resolve("data").toString()));
    }
}
