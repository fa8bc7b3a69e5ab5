package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicReader;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.DeliveryChecker;
import io.cioconnect.simulator.DeliveryChecker.Copy;
import io.cioconnect.simulator.Hook;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.SenderRules;
import io.cioconnect.simulator.SteadyLoad;
import io.cioconnect.simulator.WebhookSender;
import io.cioconnect.testing.ConnectorProps;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole path: lists, registration, signed events, over the death of the worker. Runs with child JVMs and in containers. */
@Tag("docker")
@ExtendWith(KafkaExtension.class)
final class EndToEndIT {
    private static final String KEY = "made-up-signing-key-0123456789abcdef";
    private static final int EVENTS = 400;

    @Test
    void listsRegistrationAndEventsOutliveTheWorker(SharedKafka kafka) throws IOException, InterruptedException {
        String connector = kafka.unique("end-to-end");
        try (ConnectWorker worker = kafka.newWorker(WorkerSettings.named(connector));
                CustomerIoSimulator simulator = new CustomerIoSimulator(worker.listenAddressOfTest(), 0)) {
            worker.start();
            String url = "http://" + worker.addressOf(worker.receiverPort()) + "/webhooks/" + connector;
            worker.rest()
                    .put(connector, props(connector, worker, simulator, url).toMap());
            worker.rest().awaitRunning(connector, 2);
            awaitLists(kafka.topics(), connector, simulator);

            Hook hook = awaitHook(simulator, url);
            try (WebhookSender sender =
                            new WebhookSender(URI.create(hook.endpoint()), KEY, SenderRules.shortened(), 4);
                    SteadyLoad load = sender.load(100, EVENTS, new SampleEvents())) {
                await("a quarter of the events was sent")
                        .until(() -> sender.attempts().size() >= EVENTS / 4);
                Instant killed = Instant.now();
                worker.kill();
                simulator
                        .list("campaigns")
                        .remove(simulator.list("campaigns").ids().get(0));
                simulator.list("segments").generate(25);
                worker.start();
                worker.rest().awaitRunning(connector, 2);
                load.awaitEnd();
                assertThat(sender.awaitEmptyBacklog(Duration.ofMinutes(2)))
                        .as("every event is confirmed")
                        .isTrue();
                assertDelivered(kafka.topics(), connector, sender, killed);
            }
            awaitLists(kafka.topics(), connector, simulator);
            assertThat(simulator.reportingWebhooks().hooks())
                    .as("registered once, found again after the restart")
                    .containsExactly(hook);
            worker.rest().delete(connector);
        }
    }

    private static ConnectorProps props(
            String connector, ConnectWorker worker, CustomerIoSimulator simulator, String url) {
        String appApi = simulator.urlFrom(worker.hostOfTest()).toString();
        return ConnectorProps.polledTables(connector, appApi, simulator.apiKey())
                .with("tasks.max", 2)
                .with("tables", "*")
                .with("refresh.interval.ms", 5000)
                .with("webhook.listen.host", worker.listenAddressOfTest())
                .with("webhook.listen.port", worker.receiverPort())
                .with("webhook.signing.keys", KEY)
                .with("webhook.registration", "auto")
                .with("webhook.public.url", url);
    }

    private static void awaitLists(TopicReader topics, String connector, CustomerIoSimulator simulator) {
        for (ApiList list : simulator.lists().all()) {
            await(list.name() + " is in Kafka as it is in Customer.io")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> keys(topics, connector + "." + list.name()), new TreeSet<>(list.ids())::equals);
        }
    }

    private static Set<String> keys(TopicReader topics, String topic) {
        Set<String> keys = new TreeSet<>();
        topics.latest(topic)
                .keySet()
                .forEach(key -> keys.add(key.elements().next().asText()));
        return keys;
    }

    private static Hook awaitHook(CustomerIoSimulator simulator, String url) {
        return await("the webhook is registered and enabled")
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> simulator.reportingWebhooks().hooks().stream()
                                .filter(hook -> hook.endpoint().equals(url) && !hook.disabled())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static void assertDelivered(TopicReader topics, String connector, WebhookSender sender, Instant killed) {
        List<Copy> copies = topics.names(connector).stream()
                .filter(topic -> topic.endsWith("_events") || topic.endsWith(".quarantine"))
                .flatMap(topic -> topics.read(topic).stream()
                        .map(record -> new Copy(bareKey(record.key()), topic, record.partition(), record.offset())))
                .toList();
        DeliveryChecker.Report report = new DeliveryChecker(sender.attempts(), copies)
                .withDowntime(killed, Instant.now())
                .check();
        assertThat(report.violations()).as("%s", report).isEmpty();
        assertThat(report.confirmed()).as("%s", report).isEqualTo(EVENTS);
        assertThat(topics.names(connector)).doesNotContain(connector + ".quarantine");
    }

    private static String bareKey(JsonNode key) {
        return key.elements().next().asText();
    }
}
