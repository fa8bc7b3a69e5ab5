package io.cioconnect.it;

import static io.cioconnect.it.SecuredKafka.literal;
import static io.cioconnect.it.SecuredKafka.prefixed;
import static io.cioconnect.it.TestedReceiver.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.Nodes;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicReader;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.testing.AbusiveBodies;
import io.cioconnect.testing.ConnectorProps;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ACLs that the page on operations lists, and no others, on a cluster that creates no topics by itself. */
@ExtendWith(KafkaExtension.class)
final class SecuredKafkaIT {
    private final SharedKafka kafka;

    SecuredKafkaIT(SharedKafka kafka) {
        Assumptions.assumeFalse(Nodes.areContainers(), "its listener for workers is on localhost");
        this.kafka = kafka;
    }

    @Test
    void whatThePageListsIsEnoughAtLeastOnceAndWhatIsMissingIsNamed() throws Exception {
        String name = kafka.unique("secured");
        try (SecuredKafka secured = new SecuredKafka(kafka);
                ConnectWorker worker = secured.worker(WorkerSettings.named(name).hurried())) {
            worker.start();
            everythingWorks(secured, worker, name);
            oneTopicThatMayNotBeAskedAboutHidesNoOther(secured, worker);
            topicsThatNobodyCreatesAreNamed(secured, worker);
        }
    }

    @Test
    void whatThePageListsIsEnoughExactlyOnce() throws Exception {
        String name = kafka.unique("secured-exactly-once");
        try (SecuredKafka secured = new SecuredKafka(kafka);
                ConnectWorker worker =
                        secured.worker(WorkerSettings.named(name).hurried().withExactlyOnce())) {
            secured.allow(literal(ResourceType.TRANSACTIONAL_ID, "connect-cluster-" + name), AclOperation.WRITE);
            worker.start();
            everythingWorks(secured, worker, name);
        }
    }

    private void everythingWorks(SecuredKafka secured, ConnectWorker worker, String group) throws Exception {
        TestedReceiver receiver = new TestedReceiver(kafka, worker);
        String connector = receiver.connector();
        secured.allow(prefixed(ResourceType.TOPIC, connector + "."), AclOperation.WRITE, AclOperation.CREATE);
        secured.allow(prefixed(ResourceType.TRANSACTIONAL_ID, group + "-" + connector + "-"), AclOperation.WRITE);
        try (CustomerIoSimulator customerIo = new CustomerIoSimulator()) {
            receiver.start(polling(receiver.props(), customerIo));

            assertThat(receiver.client().deliver(event("e1"))).isEqualTo(200);
            assertThat(receiver.client().deliver("{\"event_id\":\"e2\",\"object_type\":\"unknown\"}"))
                    .isEqualTo(200);
            await("a pass of each table")
                    .until(() -> new TopicReader(secured.broker().bootstrapServers())
                            .names(connector)
                            .containsAll(List.of(
                                    connector + ".segments", connector + ".campaigns", connector + ".refreshes")));
            assertThat(worker.rest().failures(connector)).isEmpty();
            receiver.delete();
        }
    }

    /** Before that, a task failed with a large event for the one topic whose limit Kafka would have told. */
    private void oneTopicThatMayNotBeAskedAboutHidesNoOther(SecuredKafka secured, ConnectWorker worker)
            throws Exception {
        TestedReceiver receiver = new TestedReceiver(kafka, worker);
        String connector = receiver.connector();
        secured.allow(prefixed(ResourceType.TOPIC, connector + "."), AclOperation.WRITE, AclOperation.CREATE);
        secured.allow(literal(ResourceType.TOPIC, connector + ".email_events"), AclOperation.DESCRIBE_CONFIGS);
        secured.create(connector + ".email_events", Map.of("max.message.bytes", "100000"));
        receiver.start(receiver.props().with("producer.override.batch.size", 16_384));

        byte[] large = AbusiveBodies.event("large", "content", "\"" + "x".repeat(200_000) + "\"")
                .getBytes(UTF_8);
        assertThat(receiver.client().deliver(large)).isEqualTo(200);

        List<TopicRecord> letters =
                new TopicReader(secured.broker().bootstrapServers()).read(connector + ".quarantine");
        assertThat(letters)
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.value().path("reason").asText()).isEqualTo("unstorable"));
        assertThat(worker.rest().failures(connector)).isEmpty();
        assertThat(said(worker, connector, "DESCRIBE_CONFIGS"))
                .singleElement()
                .asString()
                .contains(connector + ".push_events")
                .doesNotContain(connector + ".email_events");
        receiver.delete();
    }

    private void topicsThatNobodyCreatesAreNamed(SecuredKafka secured, ConnectWorker worker) throws Exception {
        TestedReceiver receiver = new TestedReceiver(kafka, worker);
        String connector = receiver.connector();
        secured.allow(prefixed(ResourceType.TOPIC, connector + "."), AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
        secured.create(connector + ".email_events", Map.of());
        receiver.start(receiver.props()
                .without("topic.creation.default.replication.factor")
                .without("topic.creation.default.partitions"));

        assertThat(receiver.client().deliver("{\"event_id\":\"e1\",\"object_type\":\"unknown\"}"))
                .isEqualTo(503);
        assertThat(receiver.client().deliver(event("e2"))).as("behind it").isEqualTo(503);
        assertThat(said(worker, connector, "Create the topics"))
                .singleElement()
                .asString()
                .contains(connector + ".push_events", connector + ".quarantine", "topic.creation.default")
                .doesNotContain(connector + ".email_events");

        secured.create(connector + ".quarantine", Map.of());
        WebhookReady.await(receiver.client());
        assertThat(receiver.client().deliver(event("e2"))).isEqualTo(200);
        receiver.delete();
    }

    private static ConnectorProps polling(ConnectorProps props, CustomerIoSimulator customerIo) {
        return props.with("tables", "segments,campaigns,*_events")
                .with("app.api.url", customerIo.url())
                .with("app.api.key", customerIo.apiKey())
                .with("producer.override.enable.idempotence", true);
    }

    private static List<String> said(ConnectWorker worker, String connector, String text) {
        return worker.log()
                .lines()
                .filter(line -> line.contains("[" + connector + "|") && line.contains(text))
                .toList();
    }
}
