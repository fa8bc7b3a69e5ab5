package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.it.harness.Compose;
import io.cioconnect.it.harness.ConnectRest;
import io.cioconnect.it.harness.DockerEngine;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.DeliveryChecker;
import io.cioconnect.simulator.DeliveryChecker.Copy;
import io.cioconnect.simulator.Hook;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.SenderRules;
import io.cioconnect.simulator.WebhookSender;
import io.cioconnect.testing.WebhookClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** docker/README.md, followed step by step against a simulator on this machine, and then the death of a worker. */
@Tag("docker")
@Tag("needs-docker")
@ExtendWith(DockerEngine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ComposeIT {
    private static final String CONNECTOR = "customerio";
    private static final String KEY = "made-up-signing-key-of-compose-it-0123456789";
    private static final String PASSWORD = "made-up-password-of-compose-it";
    private static final List<String> SERVICES = List.of("kafka", "connect1", "connect2", "haproxy", "postgres");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final int webhookPort = FreePort.next();
    private final int postgresPort = FreePort.next();
    private final URI publicUrl = URI.create("http://localhost:" + webhookPort + "/webhooks/customerio");
    private final WebhookClient client = new WebhookClient(publicUrl, KEY);
    private final ConnectRest rest;
    private final CustomerIoSimulator simulator;
    private final Compose compose;

    ComposeIT() throws IOException {
        assumeTrue(
                Compose.isInstalled() || Boolean.getBoolean("require.docker"),
                "Neither docker compose nor docker-compose is installed: the compose file is not tried.");
        int restPort = FreePort.next();
        rest = new ConnectRest(URI.create("http://localhost:" + restPort));
        simulator = new CustomerIoSimulator("0.0.0.0", 0);
        compose = new Compose(Map.ofEntries(
                Map.entry("CUSTOMERIO_APP_API_KEY", simulator.apiKey()),
                Map.entry("CUSTOMERIO_REGION", "eu"),
                Map.entry("CUSTOMERIO_PUBLIC_URL", publicUrl.toString()),
                Map.entry("CUSTOMERIO_SIGNING_KEYS", KEY),
                Map.entry("POSTGRES_PASSWORD", PASSWORD),
                Map.entry("KAFKA_IMAGE", DockerEngine.image("kafka.image", "apache/kafka:4.3.1")),
                Map.entry("HAPROXY_IMAGE", DockerEngine.image("haproxy.image", "haproxy:2.6")),
                Map.entry("POSTGRES_IMAGE", DockerEngine.image("postgres.image", "postgres:15")),
                Map.entry("WORKER_IMAGE", "cioconnect/kafka-connect-customerio-test:" + UUID.randomUUID()),
                Map.entry("REST_PORT", Integer.toString(restPort)),
                Map.entry("WEBHOOK_PORT", Integer.toString(webhookPort)),
                Map.entry("POSTGRES_PORT", Integer.toString(postgresPort))));
    }

    @BeforeAll
    void start() {
        compose.up();
        rest.awaitRunning("customerio-lists", 1);
        rest.awaitRunning("customerio-events", 1);
    }

    @AfterAll
    void tearDown() throws IOException {
        try {
            compose.close();
        } finally {
            simulator.close();
        }
    }

    @Test
    @Order(1)
    void withoutAWorkerThatReceivesTheAnswerIs503() {
        assertThat(client.deliver("{}")).isEqualTo(503);
    }

    @Test
    @Order(2)
    void theShippedConnectorBringsRowsToPostgresAndRegistersTheWebhookDisabled() throws IOException {
        rest.put(CONNECTOR, config());
        rest.awaitRunning(CONNECTOR, 2);

        for (ApiList list : simulator.lists().all()) {
            await(list.name() + " is in PostgreSQL")
                    .atMost(PATIENCE)
                    .until(() -> count("select count(*) from " + list.name()), rows -> rows == list.size());
        }
        assertThat(awaitHook().disabled()).isTrue();
        assertThat(client.deliver("{}")).as("waiting for the signing key").isEqualTo(503);
    }

    @Test
    @Order(3)
    void withItsKeyASignedEventGoesThroughTheLoadBalancerToPostgres() throws IOException, InterruptedException {
        Map<String, String> config = config();
        config.put("webhook.signing.keys", "${env:CUSTOMERIO_SIGNING_KEYS}");
        rest.put(CONNECTOR, config);
        await("the webhook is enabled")
                .atMost(PATIENCE)
                .until(() -> !awaitHook().disabled());

        try (WebhookSender sender = sender()) {
            sender.send(new SampleEvents(List.of("email_delivered")).get());
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
            awaitStored(sender, "email_events");
        }
    }

    @Test
    @Order(4)
    void nothingRunsAsRoot() {
        for (String service : SERVICES) {
            assertThat(compose.processes(service))
                    .as(service)
                    .isNotEmpty()
                    .noneMatch(process -> process.startsWith("0 "));
        }
        assertThat(compose.run("connect1", "id", "-u").strip()).isEqualTo("1000");
    }

    @Test
    @Order(4)
    void noSecretIsInTheImageTheLogsOrTheConfiguration() {
        String everything = compose.imageHistory()
                + rest.config(CONNECTOR)
                + rest.config("customerio-lists")
                + SERVICES.stream()
                        .flatMap(service ->
                                Stream.concat(Stream.of(compose.log(service)), compose.processes(service).stream()))
                        .toList();
        assertThat(everything)
                .contains("${env:CUSTOMERIO_APP_API_KEY}")
                .doesNotContain(simulator.apiKey(), KEY, PASSWORD);
    }

    @Test
    @Order(5)
    void whenTheReceivingWorkerIsKilledTheAnswerIs503UntilTheOtherTakesOver() throws Exception {
        String receiving = rest.status(CONNECTOR)
                .path("tasks")
                .path(0)
                .path("worker_id")
                .asText()
                .replace(":8083", "");
        assertThat(receiving).isIn("connect1", "connect2");
        try (WebhookSender sender = sender()) {
            SampleEvents events = new SampleEvents(List.of("email_opened"));
            sender.send(events.get());
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
            compose.kill(receiving);
            for (int i = 0; i < 50; i++) {
                sender.send(events.get());
            }
            await("the load balancer answers in the worker's place")
                    .until(() -> sender.attempts().stream().anyMatch(attempt -> attempt.status() == 503));

            assertThat(sender.awaitEmptyBacklog(PATIENCE))
                    .as("the backlog is taken")
                    .isTrue();
            awaitStored(sender, "email_events");
            DeliveryChecker.Report report =
                    new DeliveryChecker(sender.attempts(), copies(sender, "email_events")).check();
            assertThat(report.violations()).as("%s", report).isEmpty();
            assertThat(report.confirmed()).isEqualTo(51);
        }
    }

    /** The file as it is shipped, but for where Customer.io is and how often it is asked. */
    private Map<String, String> config() throws IOException {
        Map<String, String> config =
                new ObjectMapper().readValue(Path.of("docker", "connector.json").toFile(), new TypeReference<>() {});
        config.put("app.api.url", simulator.urlFrom("host.docker.internal").toString());
        config.put("refresh.interval.ms", "5000");
        return config;
    }

    private Hook awaitHook() {
        return await("the webhook is registered")
                .atMost(PATIENCE)
                .until(
                        () -> simulator.reportingWebhooks().hooks().stream()
                                .filter(hook -> hook.endpoint().equals(publicUrl.toString()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private WebhookSender sender() {
        return new WebhookSender(publicUrl, KEY, SenderRules.shortened());
    }

    private void awaitStored(WebhookSender sender, String table) {
        await("all events are in PostgreSQL")
                .atMost(PATIENCE)
                .until(() -> copies(sender, table).size() == sent(sender).size());
    }

    private static List<String> sent(WebhookSender sender) {
        return sender.attempts().stream()
                .map(attempt -> attempt.eventId())
                .distinct()
                .toList();
    }

    private List<Copy> copies(WebhookSender sender, String table) throws SQLException {
        List<String> sent = sent(sender);
        List<Copy> copies = new ArrayList<>();
        for (String id : texts("select event_id from " + table)) {
            if (sent.contains(id)) {
                copies.add(new Copy(id, table, 0, copies.size()));
            }
        }
        return copies;
    }

    private long count(String sql) throws SQLException {
        List<String> texts = texts(sql);
        return texts.isEmpty() ? 0 : Long.parseLong(texts.get(0));
    }

    /** The first column as text; nothing while there is no such table. */
    private List<String> texts(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + postgresPort + "/warehouse", "warehouse", PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            if ("42P01".equals(e.getSQLState())) { // undefined table
                return List.of();
            }
            throw e;
        }
    }
}
