package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.SignedWebhook;
import io.cioconnect.testing.WebhookClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table of answers of the receiver, row by row, on a real worker over a real socket. */
@ExtendWith(KafkaExtension.class)
final class WebhookAnswersIT {
    private static final String KEY = "made-up-signing-key-0123456789abcdef";
    private static final String OLD_TOKEN = "made-up-token-old-0000001";
    private static final String NEW_TOKEN = "made-up-token-new-0000002";
    private static final int KIB = 1024;

    private final SharedKafka kafka;
    private ConnectWorker worker;
    private final String connector;
    private final int port = FreePort.next();
    private final WebhookClient client;

    WebhookAnswersIT(SharedKafka kafka) {
        this.kafka = kafka;
        this.worker = kafka.worker();
        this.connector = kafka.unique("answers");
        this.client = clientOf(connector, "");
    }

    @AfterEach
    void delete() {
        worker.rest().delete(connector);
    }

    @Test
    void confirmedEventsAreAnswered200AndWrittenOnce() throws IOException {
        start(props());
        HttpResponse<byte[]> answer = client.send(client.signed(event("confirmed")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(client.deliver(event("confirmed"))).isEqualTo(200);
        assertThat(records("email_events")).hasSize(1);

        assertThat(client.deliver(new String(event("confirmed"), StandardCharsets.UTF_8).replace("hello", "changed")))
                .isEqualTo(200);
        assertThat(records("email_events")).as("another body is another record").hasSize(2);
        assertThat(client.get("/healthz")).isEqualTo(200);
        assertThat(client.get("/readyz")).isEqualTo(200);
        assertThat(client.get(path() + "/readyz")).isEqualTo(200);
        assertThat(client.get("/status")).isEqualTo(404);
    }

    @Test
    void whatATransformDropsIsAnswered200AtLeastOnce() {
        start(filtered());
        assertThat(client.deliver(event("dropped"))).isEqualTo(200);
        assertThat(kafka.topics().names(connector)).isEmpty();
    }

    @Test
    void whatATransformDropsIsAnswered200ExactlyOnceToo() {
        worker = kafka.exactlyOnceWorker();
        start(filtered());
        assertThat(client.deliver(event("dropped"))).isEqualTo(200);
        assertThat(kafka.topics().names(connector)).isEmpty();
    }

    @Test
    void whatTheOperatorToleratesIsAnswered200() {
        start(props().with("errors.tolerance", "all")
                .with("transforms", "broken")
                .with("transforms.broken.type", "org.apache.kafka.connect.transforms.Cast$Value")
                .with("transforms.broken.spec", "metric:int32"));

        assertThat(client.deliver(event("tolerated"))).isEqualTo(200);
    }

    @Test
    void whatFitsNoTableIsAnswered200OnceItIsInQuarantine() throws IOException {
        start(props());
        byte[] garbage = {'{', (byte) 0xff, 0, '}'};

        assertThat(client.deliver(garbage)).isEqualTo(200);
        assertThat(client.deliver(garbage)).isEqualTo(200);
        assertThat(client.deliver("{\"object_type\":\"email\",\"metric\":\"sent\",\"data\":{}}"))
                .isEqualTo(200);
        assertThat(client.deliver("{\"event_id\":\"x1\",\"object_type\":\"pigeon\",\"metric\":\"sent\",\"data\":{}}"))
                .isEqualTo(200);
        assertThat(client.deliver("")).isEqualTo(200);

        List<TopicRecord> quarantined = records("quarantine");
        assertThat(quarantined).hasSize(4);
        assertThat(quarantined.get(0).value().path("body").binaryValue()).isEqualTo(garbage);
        assertThat(quarantined.get(0).value().path("body_size").asLong()).isEqualTo(4);
        assertThat(quarantined.get(2).value().path("event_id").asText()).isEqualTo("x1");
        assertThat(quarantined).allMatch(record -> record.value().path("reason").isTextual());
    }

    @Test
    void largeBodiesAreKeptInPartAndLargerOnesRefused() throws IOException {
        start(props());
        byte[] tooLarge = padded("too-large", 600 * KIB);

        assertThat(client.deliver(tooLarge)).isEqualTo(200);
        assertThat(client.deliver(padded("five-mib", 5 * KIB * KIB))).isEqualTo(200);
        assertThat(client.deliver(padded("nine-mib", 9 * KIB * KIB))).isEqualTo(413);

        JsonNode value = records("quarantine").get(0).value();
        assertThat(value.path("reason").asText()).isEqualTo("too_large");
        assertThat(value.path("body_size").asLong()).isEqualTo(tooLarge.length);
        assertThat(value.path("body").binaryValue()).isEqualTo(Arrays.copyOf(tooLarge, 256 * KIB));
        assertThat(client.deliver(padded("fits", 500 * KIB))).isEqualTo(200);
        assertThat(records("email_events")).hasSize(1);
    }

    @Test
    void wrongSignaturesAndOldTimestampsAreAnswered401() {
        start(props().with("webhook.timestamp.tolerance.ms", 60_000));
        byte[] body = event("unsigned");
        String old = Long.toString(Instant.now().minusSeconds(600).getEpochSecond());

        assertThat(new WebhookClient(client.receiver(), "another-made-up-key").deliver(body))
                .isEqualTo(401);
        assertThat(status(client.signed(body).setHeader(SignedWebhook.SIGNATURE_HEADER, "")))
                .isEqualTo(401);
        assertThat(status(client.signed(body)
                        .setHeader(SignedWebhook.TIMESTAMP_HEADER, old)
                        .setHeader(SignedWebhook.SIGNATURE_HEADER, SignedWebhook.signature(KEY, old, body))))
                .isEqualTo(401);
        assertThat(client.deliver(body)).isEqualTo(200);
    }

    @Test
    void pathsTokensAndMethods() {
        start(props().with("webhook.url.tokens", OLD_TOKEN + "," + NEW_TOKEN));
        byte[] body = event("tokens");
        HttpResponse<byte[]> wrongPath =
                other("/webhooks/nobody").send(client.signed(body).uri(at("/webhooks/nobody")));
        HttpResponse<byte[]> wrongToken =
                client.send(client.signed(body).uri(at(path() + "/made-up-token-bad-0000003")));

        assertThat(wrongPath.statusCode()).isEqualTo(404);
        assertThat(wrongToken.statusCode()).isEqualTo(404);
        assertThat(wrongToken.body()).isEqualTo(wrongPath.body()).isEmpty();
        assertThat(client.deliver(body)).as("no token").isEqualTo(404);
        assertThat(clientOf(connector, "/" + OLD_TOKEN).deliver(body)).isEqualTo(200);
        assertThat(clientOf(connector, "/" + NEW_TOKEN + "/?query=1").deliver(body))
                .isEqualTo(200);
        for (String method : List.of("GET", "PUT", "DELETE", "TRACE", "OPTIONS")) {
            assertThat(status(client.signed(body)
                            .uri(at(path() + "/" + NEW_TOKEN))
                            .method(method, BodyPublishers.noBody())))
                    .as(method)
                    .isEqualTo(405);
        }
    }

    @Test
    void callersThatAreNotAllowedAreAnswered403() {
        worker.rest()
                .put(
                        connector,
                        props().with("webhook.allowed.addresses", "10.0.0.0/8").toMap());
        worker.rest().awaitRunning(connector, 1);

        await("the port is bound")
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(30))
                .until(() -> client.deliver(event("x")) == 403);
    }

    @Test
    void pausedAndStoppedConnectorsAreAnswered503() {
        start(props());
        worker.rest().pause(connector);
        WebhookReady.await(client, path() + "/readyz", 503);
        HttpResponse<byte[]> paused = client.send(client.signed(event("paused")));
        assertThat(paused.statusCode()).isEqualTo(503);
        assertThat(paused.headers().firstValue("Retry-After")).isPresent();

        worker.rest().resume(connector);
        WebhookReady.await(client);
        assertThat(client.deliver(event("paused"))).isEqualTo(200);

        worker.rest().stop(connector);
        assertThat(client.deliver(event("stopped"))).isEqualTo(503);
        assertThat(client.get("/healthz")).isEqualTo(200);
        assertThat(client.get("/readyz")).isEqualTo(503);
    }

    @Test
    void deliveriesBeyondTheLimitAreAnswered503AndSlowBodies408() throws IOException {
        start(props().with("webhook.max.in.flight", 1));
        try (Socket slow = new Socket("localhost", port)) {
            OutputStream out = slow.getOutputStream();
            out.write(("POST " + path() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await("the slow delivery takes the only place").until(() -> client.deliver(event("second")) == 503);

            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 408");
        }
        await("the place is free again").until(() -> client.deliver(event("third")) == 200);
    }

    @Test
    void withoutSigningKeyTheWebhookIsRegisteredDisabledAndDeliveriesWait() throws IOException {
        try (CustomerIoSimulator customerIo = new CustomerIoSimulator()) {
            int healthPort = FreePort.next();
            worker.rest()
                    .put(
                            connector,
                            props().without("webhook.signing.keys")
                                    .with("app.api.url", customerIo.url())
                                    .with("app.api.key", customerIo.apiKey())
                                    .with("webhook.registration", "auto")
                                    .with("webhook.public.url", "https://events.example.com" + path())
                                    .with("webhook.health.port", healthPort)
                                    .toMap());
            worker.rest().awaitRunning(connector, 1);
            await("the webhook is registered")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> customerIo.reportingWebhooks().hooks().size() == 1);

            assertThat(customerIo.reportingWebhooks().hooks().get(0).disabled()).isTrue();
            assertThat(client.deliver(event("early"))).isEqualTo(503);
            WebhookClient health = new WebhookClient(URI.create("http://localhost:" + healthPort), KEY);
            await("status tells what to do")
                    .until(() -> body(health, "/status"), text -> text.contains("disabled: waiting for signing key"));
            assertThat(client.get("/status")).as("on the public port").isEqualTo(404);

            worker.rest()
                    .put(
                            connector,
                            props().with("app.api.url", customerIo.url())
                                    .with("app.api.key", customerIo.apiKey())
                                    .with("webhook.registration", "auto")
                                    .with("webhook.public.url", "https://events.example.com" + path())
                                    .with("webhook.health.port", healthPort)
                                    .toMap());
            await("the webhook is enabled")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !customerIo.reportingWebhooks().hooks().get(0).disabled());
            WebhookReady.await(health, "/readyz", 200);
            assertThat(client.deliver(event("early"))).isEqualTo(200);
        }
    }

    private ConnectorProps props() {
        return ConnectorProps.eventTables(connector, port, KEY);
    }

    private ConnectorProps filtered() {
        return props().with("transforms", "drop")
                .with("transforms.drop.type", "org.apache.kafka.connect.transforms.Filter");
    }

    private void start(ConnectorProps props) {
        worker.rest().put(connector, props.toMap());
        worker.rest().awaitRunning(connector, 1);
        if (props.toMap().containsKey("webhook.url.tokens")) {
            WebhookReady.await(client, "/readyz", 200);
        } else {
            WebhookReady.await(client);
        }
    }

    private List<TopicRecord> records(String table) {
        return kafka.topics().read(connector + "." + table);
    }

    private String path() {
        return "/webhooks/" + connector;
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private WebhookClient other(String path) {
        return new WebhookClient(at(path), KEY);
    }

    private WebhookClient clientOf(String name, String end) {
        return new WebhookClient(URI.create("http://localhost:" + port + "/webhooks/" + name + end), KEY);
    }

    private int status(HttpRequest.Builder request) {
        return client.send(request).statusCode();
    }

    private static String body(WebhookClient health, String path) {
        return new String(
                health.send(HttpRequest.newBuilder(health.receiver().resolve(path))
                                .GET())
                        .body(),
                StandardCharsets.UTF_8);
    }

    private static byte[] event(String id) {
        return ("{\"event_id\":\"" + id + "\",\"object_type\":\"email\",\"metric\":\"sent\",\"timestamp\":1789430399,"
                        + "\"data\":{\"delivery_id\":\"d1\",\"identifiers\":{\"id\":\"u1\"},\"subject\":\"hello\",\"recipient\":\"a@example.com\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] padded(String id, int bytes) {
        String start = new String(event(id), StandardCharsets.UTF_8);
        String filler = "x".repeat(bytes - start.length());
        return start.replace("hello", "hello" + filler).getBytes(StandardCharsets.UTF_8);
    }
}
