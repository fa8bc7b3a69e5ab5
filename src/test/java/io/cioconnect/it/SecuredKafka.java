package io.cioconnect.it;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that allows the workers, who log in by name and password, nothing but what a test says, and that creates no topic by itself.
 * A test in this JVM may do everything.
 */
final class SecuredKafka implements AutoCloseable {
    private static final String USER = "connect";
    private static final String PLAIN_LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    private static final String PASSWORD = "made-up-password-of-connect";

    private final SharedKafka kafka;
    private final int port = FreePort.next();
    private final Broker broker;
    private final Admin admin;

    SecuredKafka(SharedKafka kafka) {
        this.kafka = kafka;
        String listener = ",SASL://localhost:" + port;
        this.broker = kafka.newBroker(
                kafka.unique("secured-broker"),
                Map.ofEntries(
                        Map.entry("listeners", listener),
                        Map.entry("advertised.listeners", listener),
                        Map.entry("listener.security.protocol.map", ",SASL:SASL_PLAINTEXT"),
                        Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                        Map.entry(
                                "listener.name.sasl.plain.sasl.jaas.config",
                                PLAIN_LOGIN + "user_" + USER + "=\"" + PASSWORD + "\";"),
                        Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                        Map.entry("super.users", "User:ANONYMOUS"),
                        Map.entry("auto.create.topics.enable", "false")));
        broker.start();
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
    }

    Broker broker() {
        return broker;
    }

    /** A worker that may do what Connect itself needs; not started yet. */
    ConnectWorker worker(WorkerSettings settings) throws Exception {
        WorkerSettings secured = settings.with("bootstrap.servers", "localhost:" + port);
        for (String client : List.of("", "producer.", "consumer.", "admin.")) {
            secured = secured.with(Map.of(
                    client + "security.protocol",
                    "SASL_PLAINTEXT",
                    client + "sasl.mechanism",
                    "PLAIN",
                    client + "sasl.jaas.config",
                    PLAIN_LOGIN + "username=\"" + USER + "\" password=\"" + PASSWORD + "\";"));
        }
        for (String internal : List.of("-configs", "-offsets", "-status")) {
            allow(
                    literal(ResourceType.TOPIC, settings.group() + internal),
                    AclOperation.CREATE,
                    AclOperation.READ,
                    AclOperation.WRITE,
                    AclOperation.DESCRIBE_CONFIGS);
        }
        allow(literal(ResourceType.GROUP, settings.group()), AclOperation.READ);
        return kafka.newWorker(broker, secured);
    }

    static ResourcePattern literal(ResourceType type, String name) {
        return new ResourcePattern(type, name, PatternType.LITERAL);
    }

    static ResourcePattern prefixed(ResourceType type, String prefix) {
        return new ResourcePattern(type, prefix, PatternType.PREFIXED);
    }

    void allow(ResourcePattern resource, AclOperation... operations) throws Exception {
        admin.createAcls(Stream.of(operations)
                        .map(operation -> new AclBinding(
                                resource,
                                new AccessControlEntry("User:" + USER, "*", operation, AclPermissionType.ALLOW)))
                        .toList())
                .all()
                .get();
    }

    void create(String topic, Map<String, String> configs) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty()).configs(configs)))
                .all()
                .get();
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
