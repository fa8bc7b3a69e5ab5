package io.cioconnect.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.testing.AbusiveBodies;
import io.cioconnect.testing.WebhookClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Topics that take less than an event has: it goes to quarantine, cut to fit, and the task lives. */
@ExtendWith(KafkaExtension.class)
final class TopicLimitsIT {
    private static final int TOPIC_TAKES = 100_000;

    @Test
    void anEventTooLargeForItsTopicIsCutToFitAtLeastOnce(SharedKafka kafka) throws Exception {
        anEventTooLargeForItsTopicIsCutToFit(kafka, kafka.worker());
    }

    @Test
    void anEventTooLargeForItsTopicIsCutToFitExactlyOnce(SharedKafka kafka) throws Exception {
        anEventTooLargeForItsTopicIsCutToFit(kafka, kafka.exactlyOnceWorker());
    }

    @Test
    void anEventTooLargeForItsTopicIsCutToFitOnThePreviousRelease(SharedKafka kafka) throws Exception {
        anEventTooLargeForItsTopicIsCutToFit(kafka, kafka.previousWorker());
    }

    @Test
    void anEventTooLargeForTheProducerGoesToQuarantine(SharedKafka kafka) throws Exception {
        ConnectWorker worker = kafka.worker();
        TestedReceiver receiver = new TestedReceiver(kafka, worker);
        receiver.start(receiver.props().with("producer.override.max.request.size", TOPIC_TAKES));

        assertThatALargeEventIsCut(receiver, worker);
        receiver.delete();
    }

    /** In the first pass too, which begins before anybody asked what the topic takes. */
    @Test
    void aRowTooLargeForItsTopicIsCutToFit(SharedKafka kafka) throws Exception {
        ConnectWorker worker = kafka.worker();
        try (RefreshRun run = new RefreshRun(kafka, worker, "small-topic")) {
            create(kafka, run.connector + ".segments", run.connector + ".quarantine");
            run.props().with("tables", "segments");
            run.customerIo
                    .list("segments")
                    .put("{\"id\":990001,\"description\":\"" + "x".repeat(2 * TOPIC_TAKES) + "\"}");
            run.start();
            run.awaitPasses("segments", 2);

            assertThat(run.records("segments"))
                    .extracting(record -> record.key().path("id").asInt())
                    .isNotEmpty()
                    .doesNotContain(990001);
            JsonNode letter = run.records("quarantine").get(0).value();
            assertThat(letter.path("reason").asText()).isEqualTo("row_too_large");
            assertThat(letter.path("object_type").asText()).isEqualTo("segments");
            assertThat(letter.path("body").binaryValue().length).isBetween(60_000, 75_000);
            assertThat(worker.rest().failures(run.connector)).isEmpty();
        }
    }

    private static void anEventTooLargeForItsTopicIsCutToFit(SharedKafka kafka, ConnectWorker worker) throws Exception {
        TestedReceiver receiver = new TestedReceiver(kafka, worker);
        String topic = receiver.connector() + ".email_events";
        create(kafka, topic, receiver.connector() + ".quarantine");
        receiver.start(receiver.props().with("producer.override.batch.size", TOPIC_TAKES + 1));

        assertThatALargeEventIsCut(receiver, worker);
        assertThat(worker.log())
                .as("batches that the topic refuses")
                .contains("Set producer.override.batch.size to " + TOPIC_TAKES
                        + " or less, or raise max.message.bytes of the topic " + topic);
        receiver.delete();
    }

    private static void create(SharedKafka kafka, String... topics) throws Exception {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.broker().bootstrapServers()))) {
            admin.createTopics(Stream.of(topics)
                            .map(topic -> new NewTopic(topic, Optional.of(1), Optional.empty())
                                    .configs(Map.of("max.message.bytes", String.valueOf(TOPIC_TAKES))))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static void assertThatALargeEventIsCut(TestedReceiver receiver, ConnectWorker worker) throws Exception {
        WebhookClient client = receiver.client();
        byte[] large = event("large", 200_000);
        assertThat(client.deliver(event("before", 10))).isEqualTo(200);
        assertThat(client.deliver(large)).isEqualTo(200);
        assertThat(client.deliver(event("fits", 80_000))).isEqualTo(200);

        assertThat(receiver.records("email_events"))
                .extracting(record -> record.key().path("event_id").asText())
                .containsExactlyInAnyOrder("before", "fits");
        List<TopicRecord> quarantined = receiver.records("quarantine");
        assertThat(quarantined).hasSize(1);
        JsonNode letter = quarantined.get(0).value();
        assertThat(letter.path("reason").asText()).isEqualTo("unstorable");
        assertThat(letter.path("event_id").asText()).isEqualTo("large");
        assertThat(letter.path("body_size").asInt()).isEqualTo(large.length);
        assertThat(letter.path("body").binaryValue().length).isBetween(60_000, 75_000);
        assertThat(worker.rest().failures(receiver.connector())).isEmpty();
    }

    private static byte[] event(String id, int size) {
        return AbusiveBodies.event(id, "content", "\"" + "x".repeat(size) + "\"")
                .getBytes(UTF_8);
    }
}
