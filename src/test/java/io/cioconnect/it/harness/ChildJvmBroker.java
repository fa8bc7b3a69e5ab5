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
        PropertiesFile.write(properties, all);
    }

    /** What begins with a comma is added to ours, as a further listener is. */
    private static String override(String ours, String value) {
        return value.startsWith(",") ? ours + value : value;
    }

    @Override
    public String bootstrapServers() {
        return "localhost:" + port;
    }

    @Override
    public String bootstrapServersForWorkers() {
        return bootstrapServers();
    }

    @Override
    public void start() {
        if (!formatted) {
            jvm.run(
                    "kafka.tools.StorageTool",
                    List.of("format", "--cluster-id", "Y2lvY29ubmVjdC10ZXN0cw", "--config", properties.toString()));
            formatted = true;
        }
        jvm.start(Map.of(), List.of("-Xmx512m"), "kafka.Kafka", List.of(properties.toString()));
        awaitAnswer();
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
