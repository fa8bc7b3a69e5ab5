package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.WebhookClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every sample event, signed, over a real socket into a real worker: the right topic, and every field in its column. */
@ExtendWith(KafkaExtension.class)
final class WebhookEventsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "made-up-signing-key-0123456789abcdef";

    @Test
    void allSamplesArriveAtLeastOnce(SharedKafka kafka) throws IOException {
        allSamplesArrive(kafka, kafka.worker(), "events");
    }

    @Test
    void allSamplesArriveExactlyOnce(SharedKafka kafka) throws IOException {
        allSamplesArrive(kafka, kafka.exactlyOnceWorker(), "events-exactly-once");
    }

    @Test
    void allSamplesArriveOnThePreviousRelease(SharedKafka kafka) throws IOException {
        allSamplesArrive(kafka, kafka.previousWorker(), "events-previous");
    }

    @Test
    void allSamplesArriveExactlyOnceOnThePreviousRelease(SharedKafka kafka) throws IOException {
        allSamplesArrive(kafka, kafka.previousExactlyOnceWorker(), "events-previous-exactly-once");
    }

    private static void allSamplesArrive(SharedKafka kafka, ConnectWorker worker, String name) throws IOException {
        String connector = kafka.unique(name);
        int port = FreePort.next();
        worker.rest()
                .put(connector, ConnectorProps.eventTables(connector, port, KEY).toMap());
        worker.rest().awaitRunning(connector, 1);
        WebhookClient client =
                new WebhookClient(URI.create("http://localhost:" + port + "/webhooks/" + connector), KEY);
        WebhookReady.await(client);

        Map<String, String> expectedTopics = new HashMap<>();
        List<Path> samples = samples();
        assertThat(samples).hasSizeGreaterThan(80);
        for (Path sample : samples) {
            byte[] body = Files.readAllBytes(sample);
            assertThat(client.deliver(body)).as("%s", sample.getFileName()).isEqualTo(200);
            assertThat(client.deliver(body))
                    .as("%s again", sample.getFileName())
                    .isEqualTo(200);
            expectedTopics.put(sample.getFileName().toString(), connector + "." + topicOf(sample, JSON.readTree(body)));
        }

        Map<String, List<TopicRecord>> byTopic = new HashMap<>();
        expectedTopics.values().stream()
                .distinct()
                .forEach(topic -> byTopic.put(topic, kafka.topics().read(topic)));
        for (Path sample : samples) {
            String topic = expectedTopics.get(sample.getFileName().toString());
            JsonNode event = JSON.readTree(Files.readAllBytes(sample));
            List<TopicRecord> records = byTopic.get(topic).stream()
                    .filter(record -> record.value().path("event_id").equals(event.path("event_id")))
                    .toList();
            assertThat(records).as("%s in %s", sample.getFileName(), topic).hasSize(1);
            if (!topic.endsWith(".quarantine")) {
                assertThat(KeptFields.lostOfEvent(event, records.get(0).value()))
                        .as("%s", sample.getFileName())
                        .isEmpty();
            }
        }
        worker.rest().delete(connector);
    }

    private static List<Path> samples() throws IOException {
        List<Path> samples = new ArrayList<>();
        for (String folder : List.of("webhook", "webhook-edge")) {
            try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
                files.sorted().forEach(samples::add);
            }
        }
        return samples;
    }

    /** By the names of the sample files, not by the code that is tested. */
    private static String topicOf(Path sample, JsonNode event) {
        String name = sample.getFileName().toString();
        if (name.startsWith("customer_") || name.startsWith("preferences_")) {
            return "customer_events";
        }
        if (name.startsWith("unknown_object_type")) {
            return "quarantine";
        }
        String type = event.has("object_type")
                ? event.get("object_type").asText()
                : event.get("event_type").asText().replaceAll("_[^_]+$", "");
        return type + "_events";
    }
}
