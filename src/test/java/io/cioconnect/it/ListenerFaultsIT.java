package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.config.TlsConfig;
import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.RestAnswer;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.TestCertificate;
import io.cioconnect.testing.WebhookClient;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a second connector, a typo, a broken file and a frozen broker do to a port: nothing that costs an hour. */
@ExtendWith(KafkaExtension.class)
final class ListenerFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = TestedReceiver.KEY;

    private final SharedKafka kafka;
    private final ConnectWorker worker;
    private final List<String> connectors = new ArrayList<>();
    private final int port = FreePort.next();

    @TempDir
    Path directory;

    ListenerFaultsIT(SharedKafka kafka) {
        this.kafka = kafka;
        this.worker = kafka.worker();
    }

    @AfterEach
    void delete() {
        connectors.forEach(worker.rest()::delete);
    }

    @Test
    void thePathOfAConnectorWithOtherSettingsAnswers503() {
        String first = start("first", props("first", port));
        String second = start("second", props("second", port).with("webhook.max.in.flight", 7));

        assertThat(client(second).deliver("{}")).isEqualTo(503);
        assertThat(client(second + "/token-0123456789abc").deliver("{}")).isEqualTo(503);
        assertThat(client("nobody").deliver("{}")).isEqualTo(404);
        assertThat(client(first).deliver(event("1"))).isEqualTo(200);
    }

    @Test
    void anUnknownPathAnswers503WhileThePortIsNew() {
        WorkerSettings settings = WorkerSettings.named(kafka.unique("opening"))
                .withJvmOption("-Dio.cioconnect.listener.opening.ms=120000");
        try (ConnectWorker fresh = kafka.newWorker(settings)) {
            fresh.start();
            fresh.rest()
                    .put("early", ConnectorProps.eventTables("early", port, KEY).toMap());
            fresh.rest().awaitRunning("early", 1);
            WebhookReady.await(client("early"));

            assertThat(client("late").deliver("{}")).isEqualTo(503);
            assertThat(client("early").deliver(event("1"))).isEqualTo(200);
        }
    }

    @Test
    void aKeystoreThatCannotBeUsedLeavesThePortAsItWas() throws Exception {
        Path keystore = directory.resolve("keystore");
        TlsConfig tls = TestCertificate.of("localhost", "EC").write(keystore, "PKCS12");
        ConnectorProps props = props("tls", port)
                .with("webhook.listener.keep.open.ms", 0)
                .with("webhook.ssl.keystore.location", keystore)
                .with(
                        "webhook.ssl.keystore.password",
                        tls.keystorePassword().map(Password::value).orElseThrow());
        start("tls", props);
        await("HTTPS is served").until(this::speaksTls);

        RestAnswer refused = worker.rest()
                .call(
                        "PUT",
                        "/connectors/" + connectors.get(0) + "/config",
                        props.with("webhook.ssl.keystore.password", "wrong").toMap());

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.toString()).contains("webhook.ssl.keystore.password");
        assertThat(speaksTls()).isTrue();
    }

    @Test
    void aDamagedPemFileIsTroubleOfItsOwnPortOnly() throws Exception {
        Path keystore = directory.resolve("keystore");
        TestCertificate.of("localhost", "EC").write(keystore, "PEM");
        String damaged = start(
                "damaged",
                props("damaged", port)
                        .with("webhook.listener.keep.open.ms", 0)
                        .with("webhook.ssl.keystore.location", keystore)
                        .with("webhook.ssl.keystore.type", "PEM"));
        await("HTTPS is served").until(this::speaksTls);
        worker.rest().stop(damaged);
        await("the port is closed").atMost(PATIENCE).until(() -> !isOpen());
        String pem = Files.readString(keystore);
        Files.writeString(
                keystore, pem.replaceFirst("(?s)(-----BEGIN CERTIFICATE-----).*?(-----END)", "$1\nAAAAA\n$2"));
        worker.rest().resume(damaged);

        int besidePort = FreePort.next();
        int logBefore = worker.log().length();
        start("beside", props("beside", besidePort));
        var beside = new WebhookClient(URI.create("http://localhost:" + besidePort + path("beside")), KEY);
        WebhookReady.await(beside);
        assertThat(beside.deliver(event("1"))).isEqualTo(200);
        assertThat(isOpen()).isFalse();
        assertThat(worker.log().substring(logBefore).lines().filter(line -> line.contains(":" + port + ":")))
                .as("said once a minute")
                .hasSizeLessThanOrEqualTo(1);

        Files.writeString(keystore, pem);
        await("the port opens when the file is right").atMost(PATIENCE).until(this::speaksTls);
    }

    @Test
    void thePortOfATaskThatCannotStartAnswers503() throws Exception {
        Path secrets = directory.resolve("secrets.properties");
        Files.writeString(secrets, "key=" + KEY);
        WorkerSettings settings = WorkerSettings.named(kafka.unique("secret-lost"))
                .with("config.providers", "file")
                .with("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        try (ConnectWorker own = kafka.newWorker(settings)) {
            own.start();
            own.rest()
                    .put(
                            "lost",
                            ConnectorProps.eventTables("lost", port, "${file:" + secrets + ":key}")
                                    .toMap());
            own.rest().awaitRunning("lost", 1);
            WebhookReady.await(client("lost"));
            Files.writeString(secrets, "another=" + KEY);
            own.stop();
            own.start();

            assertThat(own.rest().awaitTaskFailed("lost")).contains("webhook.signing.keys");
            await("the port is open").atMost(PATIENCE).until(this::isOpen);
            assertThat(client("lost").deliver("{}")).isEqualTo(503);
        }
    }

    @Test
    void healthAndStatusAnswerWithinASecondWhileTheBrokerIsFrozen() throws Exception {
        String name = kafka.unique("frozen");
        int health = FreePort.next();
        try (Broker broker = kafka.newBroker(name + "-broker", Map.of())) {
            broker.start();
            try (ConnectWorker own = kafka.newWorker(broker, WorkerSettings.named(name))) {
                own.start();
                own.rest()
                        .put(
                                "frozen",
                                ConnectorProps.eventTables("frozen", port, KEY)
                                        .with("webhook.health.port", health)
                                        .toMap());
                own.rest().awaitRunning("frozen", 1);
                var healthClient = new WebhookClient(URI.create("http://localhost:" + health), KEY);
                WebhookReady.await(healthClient, "/readyz", 200);
                broker.freeze();
                try {
                    List<Socket> kept = new ArrayList<>();
                    for (int i = 0; i < 40; i++) {
                        Socket socket = new Socket("localhost", health);
                        socket.setSoTimeout(1_000);
                        HttpPeer.write(socket, "GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n");
                        kept.add(socket);
                    }
                    assertThat(healthClient.get("/healthz")).isEqualTo(200);
                    for (Socket socket : kept) {
                        HttpPeer.Reply reply = HttpPeer.reply(socket);
                        assertThat(reply.status()).isEqualTo(200);
                        assertThat(reply.body()).contains("\"frozen\"");
                        socket.close();
                    }
                } finally {
                    broker.thaw();
                }
            }
        }
    }

    private ConnectorProps props(String name, int number) {
        return ConnectorProps.eventTables(unique(name), number, KEY);
    }

    private String start(String name, ConnectorProps props) {
        String connector = unique(name);
        connectors.add(connector);
        worker.rest().put(connector, props.toMap());
        worker.rest().awaitRunning(connector, 1);
        if (!props.toMap().containsKey("webhook.ssl.keystore.location") && name.equals("first")) {
            WebhookReady.await(client(connector));
        }
        return connector;
    }

    private String unique(String name) {
        return name + "-" + port;
    }

    private String path(String name) {
        return "/webhooks/" + unique(name);
    }

    private WebhookClient client(String pathBelow) {
        return new WebhookClient(URI.create("http://localhost:" + port + "/webhooks/" + pathBelow), KEY);
    }

    private static byte[] event(String id) {
        return TestedReceiver.event(id);
    }

    private boolean isOpen() {
        try (Socket socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** A server that speaks TLS answers garbage with an alert; a plain one with 400. */
    private boolean speaksTls() {
        try (Socket socket = new Socket("localhost", port)) {
            HttpPeer.write(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return socket.getInputStream().read() == 21;
        } catch (IOException refused) {
            return false;
        }
    }
}
