package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.WebhookClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A topic that keeps records for a day, and events that Customer.io could not deliver for a week. */
@ExtendWith(KafkaExtension.class)
final class LateEventsIT {
    private static final String KEY = "made-up-signing-key-0123456789abcdef";
    private static final Map<String, String> ONE_DAY =
            Map.of("retention.ms", Long.toString(Duration.ofDays(1).toMillis()));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SharedKafka kafka;
    private final Instant aWeekAgo = Instant.now().minus(Duration.ofDays(7));

    LateEventsIT(SharedKafka kafka) {
        this.kafka = kafka;
    }

    @Test
    void eventsDeliveredAWeekLateSurviveTheRetentionCheck() throws Exception {
        ConnectWorker worker = kafka.worker();
        String connector = kafka.unique("late");
        int port = FreePort.next();
        ConnectorProps props = ConnectorProps.eventTables(connector, port, KEY);
        ONE_DAY.forEach((key, value) -> props.with("topic.creation.default." + key, value));
        worker.rest().put(connector, props.toMap());
        worker.rest().awaitRunning(connector, 1);
        WebhookClient client =
                new WebhookClient(URI.create("http://localhost:" + port + "/webhooks/" + connector), KEY);
        WebhookReady.await(client);

        Set<String> sent = new TreeSet<>();
        SampleEvents events = new SampleEvents();
        for (int i = 0; i < SampleEvents.names().size(); i++) {
            ObjectNode event = (ObjectNode) JSON.readTree(events.get().body());
            event.put("timestamp", aWeekAgo.getEpochSecond());
            assertThat(client.deliver(JSON.writeValueAsBytes(event))).isEqualTo(200);
            sent.add(event.get("event_id").asText());
        }
        awaitRetentionCheck();

        assertThat(kafka.topics().names(connector))
                .hasSizeGreaterThan(5)
                .allSatisfy(topic -> assertThat(retention(topic)).isEqualTo(ONE_DAY.get("retention.ms")));
        Map<String, JsonNode> stored = stored(connector);
        assertThat(stored.keySet()).isEqualTo(sent);
        assertThat(stored.values()).allMatch(event -> isAWeekOld(event.path("timestamp")));
        worker.rest().delete(connector);
    }

    /**
     * The broker deletes a record that is a week old from a topic of the same settings, and then another: the check that deleted the second
     * one began after all that was written before.
     */
    private void awaitRetentionCheck() throws Exception {
        String control = kafka.unique("control");
        try (Admin admin = admin();
                KafkaProducer<String, String> producer = producer()) {
            admin.createTopics(Set.of(new NewTopic(control, 1, (short) 1).configs(ONE_DAY)))
                    .all()
                    .get();
            for (int check = 1; check <= 2; check++) {
                producer.send(new ProducerRecord<>(control, 0, aWeekAgo.toEpochMilli(), "{}", "{}"))
                        .get();
                Awaitility.await("the broker deletes what is a week old")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> kafka.topics().read(control).isEmpty());
            }
        }
    }

    private Map<String, JsonNode> stored(String connector) {
        return kafka.topics().names(connector).stream()
                .flatMap(topic -> kafka.topics().read(topic).stream())
                .map(TopicRecord::value)
                .collect(Collectors.toMap(
                        event -> event.path("event_id").asText(), event -> event, (one, other) -> one, TreeMap::new));
    }

    private boolean isAWeekOld(JsonNode timestamp) {
        return timestamp.asLong() == aWeekAgo.getEpochSecond() * 1000;
    }

    private String retention(String topic) throws IOException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = admin()) {
            Config config = admin.describeConfigs(Set.of(resource)).all().get().get(resource);
            return config.get("retention.ms").value();
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.broker().bootstrapServers()));
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.broker().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer());
    }
}
