package io.cioconnect.it;

import static io.cioconnect.it.TestedReceiver.KEY;
import static io.cioconnect.it.TestedReceiver.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.testing.WebhookClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is to try again, on a real worker over a real socket. */
@ExtendWith(KafkaExtension.class)
final class WebhookUnavailableIT {
    private final ConnectWorker worker;
    private final TestedReceiver receiver;
    private final WebhookClient client;

    WebhookUnavailableIT(SharedKafka kafka) {
        this.worker = kafka.worker();
        this.receiver = new TestedReceiver(kafka, kafka.worker());
        this.client = receiver.client();
    }

    @AfterEach
    void delete() {
        receiver.delete();
    }

    @Test
    void pausedAndStoppedConnectorsAreAnswered503() {
        receiver.start(receiver.props());
        worker.rest().pause(receiver.connector());
        WebhookReady.await(client, receiver.path() + "/readyz", 503);
        HttpResponse<byte[]> paused = client.send(client.signed(event("paused")));
        assertThat(paused.statusCode()).isEqualTo(503);
        assertThat(paused.headers().firstValue("Retry-After")).isPresent();

        worker.rest().resume(receiver.connector());
        WebhookReady.await(client);
        assertThat(client.deliver(event("paused"))).isEqualTo(200);

        worker.rest().stop(receiver.connector());
        assertThat(client.deliver(event("stopped"))).isEqualTo(503);
        assertThat(client.get("/healthz")).isEqualTo(200);
        assertThat(client.get("/readyz")).isEqualTo(503);
    }

    @Test
    void deliveriesBeyondTheLimitAreAnswered503AndSlowBodies408() throws IOException {
        receiver.start(receiver.props().with("webhook.max.in.flight", 1));
        try (Socket slow = new Socket("localhost", receiver.port())) {
            OutputStream out = slow.getOutputStream();
            out.write(("POST " + receiver.path() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
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
                            receiver.connector(),
                            receiver.props()
                                    .without("webhook.signing.keys")
                                    .with("app.api.url", customerIo.url())
                                    .with("app.api.key", customerIo.apiKey())
                                    .with("webhook.registration", "auto")
                                    .with("webhook.public.url", "https://events.example.com" + receiver.path())
                                    .with("webhook.health.port", healthPort)
                                    .toMap());
            worker.rest().awaitRunning(receiver.connector(), 1);
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
                            receiver.connector(),
                            receiver.props()
                                    .with("app.api.url", customerIo.url())
                                    .with("app.api.key", customerIo.apiKey())
                                    .with("webhook.registration", "auto")
                                    .with("webhook.public.url", "https://events.example.com" + receiver.path())
                                    .with("webhook.health.port", healthPort)
                                    .toMap());
            await("the webhook is enabled")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !customerIo.reportingWebhooks().hooks().get(0).disabled());
            WebhookReady.await(health, "/readyz", 200);
            assertThat(client.deliver(event("early"))).isEqualTo(200);
        }
    }

    private static String body(WebhookClient health, String path) {
        return new String(
                health.send(HttpRequest.newBuilder(health.receiver().resolve(path))
                                .GET())
                        .body(),
                StandardCharsets.UTF_8);
    }
}
