package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.ConnectRest;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.TopicReader;
import io.cioconnect.simulator.Attempt;
import io.cioconnect.simulator.DeliveryChecker;
import io.cioconnect.simulator.DeliveryChecker.Copy;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.SenderRules;
import io.cioconnect.simulator.SteadyLoad;
import io.cioconnect.simulator.WebhookSender;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.WebhookClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A connector under a steady load of signed events, and the judgement of what it did with them. */
final class DeliveryRun implements AutoCloseable {
    static final String KEY = "made-up-signing-key-0123456789abcdef";
    private static final int EVENTS_PER_SECOND = 20;
    private static final int LANES = 3;

    private final String connector;
    private final TopicReader topics;
    private final WebhookClient client;
    private final WebhookSender sender;
    private final ConnectorProps props;
    private final List<DeliveryChecker.Downtime> downtimes = new ArrayList<>();
    private SteadyLoad load;

    /** A connector on a port of its own. */
    DeliveryRun(String connector, ConnectWorker worker, TopicReader topics) {
        this(connector, worker, topics, Map.of());
    }

    DeliveryRun(String connector, ConnectWorker worker, TopicReader topics, Map<String, String> overrides) {
        this(
                connector,
                worker.rest(),
                topics,
                ConnectorProps.eventTables(connector, FreePort.next(), KEY).with(overrides));
    }

    private DeliveryRun(String connector, ConnectRest rest, TopicReader topics, ConnectorProps props) {
        this(
                connector,
                rest,
                topics,
                props,
                URI.create("http://localhost:" + props.toMap().get("webhook.listen.port") + "/webhooks/" + connector));
    }

    /**
     * Creates the connector; the receiver has time to spare on a busy machine, because its answers are counted against the 4 s.
     *
     * @param receiver where it can be reached
     */
    DeliveryRun(String connector, ConnectRest rest, TopicReader topics, ConnectorProps props, URI receiver) {
        this.connector = connector;
        this.topics = topics;
        this.props = props.with("webhook.response.timeout.ms", 1500).with("producer.override.enable.idempotence", true);
        this.client = new WebhookClient(receiver, KEY);
        rest.put(connector, props.toMap());
        rest.awaitRunning(connector, 1);
        awaitReady();
        this.sender = new WebhookSender(receiver, KEY, SenderRules.shortened().withHour(Duration.ofSeconds(1)), LANES);
    }

    ConnectorProps props() {
        return props;
    }

    /** Where deliveries are sent. */
    URI receiver() {
        return client.receiver();
    }

    void startLoad() {
        load = sender.load(EVENTS_PER_SECOND, Integer.MAX_VALUE, new SampleEvents());
    }

    /** Waits until so many more events were confirmed. */
    void awaitConfirmed(int more) {
        long target = confirmed() + more;
        Awaitility.await(more + " more events confirmed")
                .atMost(Duration.ofMinutes(2))
                .until(() -> confirmed() >= target);
    }

    void awaitReady() {
        WebhookReady.await(client);
    }

    /** No process listens between these moments: connections may be refused or cut. */
    void wasDown(Instant from, Instant to) {
        downtimes.add(new DeliveryChecker.Downtime(from, to));
    }

    /** Ends the load, waits until the backlog is empty, and judges. */
    DeliveryChecker.Report end() throws InterruptedException {
        load.close();
        drain();
        sender.close();
        DeliveryChecker checker = new DeliveryChecker(sender.attempts(), copies());
        downtimes.forEach(downtime -> checker.withDowntime(downtime.from(), downtime.to()));
        DeliveryChecker.Report report = checker.check();
        assertThat(report.violations()).as("%s", report.outcomes()).isEmpty();
        return report;
    }

    /** However long the backlog became: it must only go on becoming shorter. */
    private void drain() throws InterruptedException {
        int left = sender.backlog();
        while (!sender.awaitEmptyBacklog(Duration.ofMinutes(1))) {
            assertThat(sender.backlog()).as("the backlog drains").isLessThan(left);
            left = sender.backlog();
        }
    }

    private long confirmed() {
        return sender.attempts().stream().filter(Attempt::isConfirmed).count();
    }

    private List<Copy> copies() {
        List<Copy> copies = new ArrayList<>();
        for (String topic : topics.names(connector)) {
            topics.read(topic).forEach(record -> {
                JsonNode id = record.key().path(topic.endsWith(".quarantine") ? "sha256" : "event_id");
                copies.add(new Copy(id.asText(), topic, record.partition(), record.offset()));
            });
        }
        return copies;
    }

    @Override
    public void close() {
        if (load != null) {
            load.close();
        }
        sender.close();
    }
}
