package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.testing.AbusiveBodies;
import io.cioconnect.testing.AbusiveBody;
import io.cioconnect.testing.WebhookClient;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies that somebody signed and nobody should have, into a real worker with a small heap: 200, the event or the exact bytes, and it runs on. */
@ExtendWith(KafkaExtension.class)
final class AbusiveBodiesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEAD = 256 * 1024;
    private static final int LARGEST_ORDINARY = 640 * 1024; // the most that webhook.max.body.bytes may be

    @Test
    void becomeTheEventOrTheExactBytesAndTheTaskRunsOn(SharedKafka kafka) throws Exception {
        try (ConnectWorker worker = kafka.newWorker(
                WorkerSettings.named(kafka.unique("abusive-bodies")).withHeap("256m"))) {
            worker.start();
            TestedReceiver receiver = new TestedReceiver(kafka, worker);
            receiver.start(receiver.props().with("webhook.max.body.bytes", LARGEST_ORDINARY));
            WebhookClient client = receiver.client();

            List<AbusiveBody> bodies = Stream.concat(AbusiveBodies.all().stream(), Stream.of(fiveMebibytes()))
                    .toList();
            for (AbusiveBody abuse : bodies) {
                assertThat(client.deliver(abuse.body())).as(abuse.name()).isEqualTo(200);
            }

            Map<String, JsonNode> events = byKey(receiver.records("email_events"), "event_id");
            Map<String, JsonNode> quarantine = byKey(receiver.records("quarantine"), "sha256");
            assertThat(events.size() + quarantine.size()).isEqualTo(bodies.size());
            for (AbusiveBody abuse : bodies) {
                if (abuse.isEvent()) {
                    assertIsEvent(abuse, events.get(abuse.eventId()));
                } else {
                    assertIsQuarantined(abuse, quarantine.get(sha256(abuse.body())));
                }
            }
            assertThat(worker.rest().failures(receiver.connector())).isEmpty();
            assertThat(client.deliver(AbusiveBodies.event("after", "subject", "1")))
                    .isEqualTo(200);
        }
    }

    private static AbusiveBody fiveMebibytes() {
        byte[] body = new byte[5 << 20];
        Arrays.fill(body, (byte) '[');
        return new AbusiveBody("5 MiB", "quarantined.too_large", "", body);
    }

    /** One record per key. */
    private static Map<String, JsonNode> byKey(List<TopicRecord> records, String key) {
        return records.stream()
                .collect(Collectors.toMap(record -> record.key().path(key).asText(), TopicRecord::value));
    }

    private static void assertIsEvent(AbusiveBody abuse, JsonNode value) throws IOException {
        assertThat(value).as(abuse.name()).isNotNull();
        JsonNode sent = JSON.readTree(abuse.body());
        boolean hasHugeNumber = Stream.of(
                        sent.path("timestamp"), sent.path("data").path("campaign_id"))
                .anyMatch(number -> number.isDouble() && Double.isInfinite(number.doubleValue()));
        if (hasHugeNumber) {
            assertThat(value.path("_extra").asText()).as(abuse.name()).containsPattern("1e(400|999)");
        } else {
            assertThat(KeptFields.lostOfEvent(sent, value)).as(abuse.name()).isEmpty();
        }
    }

    private static void assertIsQuarantined(AbusiveBody abuse, JsonNode value) throws IOException {
        assertThat(value).as(abuse.name()).isNotNull();
        boolean isTooLarge = abuse.body().length > LARGEST_ORDINARY;
        byte[] stored = value.path("body").binaryValue();
        assertThat("quarantined." + value.path("reason").asText())
                .as(abuse.name())
                .isEqualTo(isTooLarge ? "quarantined.too_large" : abuse.destination());
        assertThat(stored).as(abuse.name()).isEqualTo(isTooLarge ? Arrays.copyOf(abuse.body(), HEAD) : abuse.body());
        assertThat(value.path("body_size").asInt()).as(abuse.name()).isEqualTo(abuse.body().length);
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
