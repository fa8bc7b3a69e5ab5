package io.cioconnect.it;

import static io.cioconnect.it.TestedReceiver.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.WebhookClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is answered 200 on a real worker over a real socket, and where it then is: in Kafka, in quarantine, or dropped as the operator wants it. */
@ExtendWith(KafkaExtension.class)
final class WebhookAnswersIT {
    private static final int KIB = 1024;

    private final SharedKafka kafka;
    private TestedReceiver receiver;
    private WebhookClient client;

    WebhookAnswersIT(SharedKafka kafka) {
        this.kafka = kafka;
        this.receiver = new TestedReceiver(kafka, kafka.worker());
        this.client = receiver.client();
    }

    @AfterEach
    void delete() {
        receiver.delete();
    }

    @Test
    void confirmedEventsAreAnswered200AndWrittenOnce() throws IOException {
        receiver.start(receiver.props());
        HttpResponse<byte[]> answer = client.send(client.signed(event("confirmed")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(client.deliver(event("confirmed"))).isEqualTo(200);
        assertThat(receiver.records("email_events")).hasSize(1);

        assertThat(client.deliver(new String(event("confirmed"), StandardCharsets.UTF_8).replace("hello", "changed")))
                .isEqualTo(200);
        assertThat(receiver.records("email_events"))
                .as("another body is another record")
                .hasSize(2);
        assertThat(client.get("/healthz")).isEqualTo(200);
        assertThat(client.get("/readyz")).isEqualTo(200);
        assertThat(client.get(receiver.path() + "/readyz")).isEqualTo(200);
        assertThat(client.get("/status")).isEqualTo(404);
    }

    @Test
    void whatATransformDropsIsAnswered200AtLeastOnce() {
        receiver.start(filtered());
        assertThat(client.deliver(event("dropped"))).isEqualTo(200);
        assertThat(kafka.topics().names(receiver.connector())).isEmpty();
    }

    @Test
    void whatATransformDropsIsAnswered200ExactlyOnceToo() {
        receiver = new TestedReceiver(kafka, kafka.exactlyOnceWorker());
        client = receiver.client();
        receiver.start(filtered());
        assertThat(client.deliver(event("dropped"))).isEqualTo(200);
        assertThat(kafka.topics().names(receiver.connector())).isEmpty();
    }

    @Test
    void whatTheOperatorToleratesIsAnswered200() {
        receiver.start(receiver.props()
                .with("errors.tolerance", "all")
                .with("transforms", "broken")
                .with("transforms.broken.type", "org.apache.kafka.connect.transforms.Cast$Value")
                .with("transforms.broken.spec", "metric:int32"));

        assertThat(client.deliver(event("tolerated"))).isEqualTo(200);
    }

    /** A transform makes the event larger than the producer takes; errors.tolerance=all keeps the task alive. */
    @Test
    void whatKafkaCannotTakeIsAnswered503ThoughTheOperatorToleratesAll() {
        receiver.start(receiver.props()
                .with("errors.tolerance", "all")
                .with("producer.override.max.request.size", 20_000)
                .with("transforms", "enlarge")
                .with("transforms.enlarge.type", "org.apache.kafka.connect.transforms.InsertField$Value")
                .with("transforms.enlarge.static.field", "padding")
                .with("transforms.enlarge.static.value", "x".repeat(30_000)));

        assertThat(client.deliver(event("enlarged"))).isEqualTo(503);
        assertThat(kafka.topics().names(receiver.connector())).doesNotContain(receiver.connector() + ".quarantine");
    }

    @Test
    void whatFitsNoTableIsAnswered200OnceItIsInQuarantine() throws IOException {
        receiver.start(receiver.props());
        byte[] garbage = {'{', (byte) 0xff, 0, '}'};

        assertThat(client.deliver(garbage)).isEqualTo(200);
        assertThat(client.deliver(garbage)).isEqualTo(200);
        assertThat(client.deliver("{\"object_type\":\"email\",\"metric\":\"sent\",\"data\":{}}"))
                .isEqualTo(200);
        assertThat(client.deliver("{\"event_id\":\"x1\",\"object_type\":\"pigeon\",\"metric\":\"sent\",\"data\":{}}"))
                .isEqualTo(200);
        assertThat(client.deliver("")).isEqualTo(200);

        List<TopicRecord> quarantined = receiver.records("quarantine");
        assertThat(quarantined).hasSize(4);
        assertThat(quarantined.get(0).value().path("body").binaryValue()).isEqualTo(garbage);
        assertThat(quarantined.get(0).value().path("body_size").asLong()).isEqualTo(4);
        assertThat(quarantined.get(2).value().path("event_id").asText()).isEqualTo("x1");
        assertThat(quarantined).allMatch(record -> record.value().path("reason").isTextual());
    }

    @Test
    void largeBodiesAreKeptInPartAndLargerOnesRefused() throws IOException {
        receiver.start(receiver.props());
        byte[] tooLarge = padded("too-large", 600 * KIB);

        assertThat(client.deliver(tooLarge)).isEqualTo(200);
        assertThat(client.deliver(padded("five-mib", 5 * KIB * KIB))).isEqualTo(200);
        assertThat(client.deliver(padded("nine-mib", 9 * KIB * KIB))).isEqualTo(413);

        JsonNode value = receiver.records("quarantine").get(0).value();
        assertThat(value.path("reason").asText()).isEqualTo("too_large");
        assertThat(value.path("body_size").asLong()).isEqualTo(tooLarge.length);
        assertThat(value.path("body").binaryValue()).isEqualTo(Arrays.copyOf(tooLarge, 256 * KIB));
        assertThat(client.deliver(padded("fits", 500 * KIB))).isEqualTo(200);
        assertThat(receiver.records("email_events")).hasSize(1);
    }

    private static byte[] padded(String id, int bytes) {
        String start = new String(event(id), StandardCharsets.UTF_8);
        String filler = "x".repeat(bytes - start.length());
        return start.replace("hello", "hello" + filler).getBytes(StandardCharsets.UTF_8);
    }

    private ConnectorProps filtered() {
        return receiver.props()
                .with("transforms", "drop")
                .with("transforms.drop.type", "org.apache.kafka.connect.transforms.Filter");
    }
}
