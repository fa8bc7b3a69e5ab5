package io.cioconnect.it;

import static io.cioconnect.it.TestedReceiver.KEY;
import static io.cioconnect.it.TestedReceiver.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.simulator.SignedWebhook;
import io.cioconnect.testing.WebhookClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is turned away, on a real worker over a real socket. */
@ExtendWith(KafkaExtension.class)
final class WebhookRefusalsIT {
    private static final String OLD_TOKEN = "made-up-token-old-0000001";
    private static final String NEW_TOKEN = "made-up-token-new-0000002";

    private final ConnectWorker worker;
    private final TestedReceiver receiver;
    private final WebhookClient client;

    WebhookRefusalsIT(SharedKafka kafka) {
        this.worker = kafka.worker();
        this.receiver = new TestedReceiver(kafka, kafka.worker());
        this.client = receiver.client();
    }

    @AfterEach
    void delete() {
        receiver.delete();
    }

    @Test
    void wrongSignaturesAndOldTimestampsAreAnswered401() {
        receiver.start(receiver.props().with("webhook.timestamp.tolerance.ms", 60_000));
        byte[] body = event("unsigned");
        String old = Long.toString(Instant.now().minusSeconds(600).getEpochSecond());

        assertThat(new WebhookClient(client.receiver(), "another-made-up-key").deliver(body))
                .isEqualTo(401);
        assertThat(receiver.status(client.signed(body).setHeader(SignedWebhook.SIGNATURE_HEADER, "")))
                .isEqualTo(401);
        assertThat(receiver.status(client.signed(body)
                        .setHeader(SignedWebhook.TIMESTAMP_HEADER, old)
                        .setHeader(SignedWebhook.SIGNATURE_HEADER, SignedWebhook.signature(KEY, old, body))))
                .isEqualTo(401);
        assertThat(client.deliver(body)).isEqualTo(200);
    }

    @Test
    void pathsTokensAndMethods() {
        receiver.start(receiver.props().with("webhook.url.tokens", OLD_TOKEN + "," + NEW_TOKEN));
        byte[] body = event("tokens");
        HttpResponse<byte[]> wrongPath =
                receiver.clientAt("/webhooks/nobody").send(client.signed(body).uri(receiver.at("/webhooks/nobody")));
        HttpResponse<byte[]> wrongToken =
                client.send(client.signed(body).uri(receiver.at(receiver.path() + "/made-up-token-bad-0000003")));

        assertThat(wrongPath.statusCode()).isEqualTo(404);
        assertThat(wrongToken.statusCode()).isEqualTo(404);
        assertThat(wrongToken.body()).isEqualTo(wrongPath.body()).isEmpty();
        assertThat(client.deliver(body)).as("no token").isEqualTo(404);
        assertThat(receiver.clientAt(receiver.path() + "/" + OLD_TOKEN).deliver(body))
                .isEqualTo(200);
        assertThat(receiver.clientAt(receiver.path() + "/" + NEW_TOKEN + "/?query=1")
                        .deliver(body))
                .isEqualTo(200);
        for (String method : List.of("GET", "PUT", "DELETE", "TRACE", "OPTIONS")) {
            assertThat(receiver.status(client.signed(body)
                            .uri(receiver.at(receiver.path() + "/" + NEW_TOKEN))
                            .method(method, BodyPublishers.noBody())))
                    .as(method)
                    .isEqualTo(405);
        }
    }

    @Test
    void callersThatAreNotAllowedAreAnswered403() {
        worker.rest()
                .put(
                        receiver.connector(),
                        receiver.props()
                                .with("webhook.allowed.addresses", "10.0.0.0/8")
                                .toMap());
        worker.rest().awaitRunning(receiver.connector(), 1);

        await("the port is bound")
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(30))
                .until(() -> client.deliver(event("x")) == 403);
    }
}
