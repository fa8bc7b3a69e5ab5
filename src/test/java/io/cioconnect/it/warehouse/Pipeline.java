package io.cioconnect.it.warehouse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.it.harness.ConnectRest;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicReader;
import io.cioconnect.it.harness.Warehouse;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.SenderRules;
import io.cioconnect.simulator.WebhookSender;
import io.cioconnect.testing.ConnectorProps;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Customer.io, the connector, three sinks and a warehouse; connector and sinks on one worker of their own. */
final class Pipeline implements AutoCloseable {
    private static final String SIGNING_KEY = "a-signing-key-of-the-warehouse-tests";
    private static final int LANES = 4;
    private static final int DELIVERIES_BEFORE = 30;

    /** Id of a delivery that only the API tells of. */
    static final String WITHOUT_EVENTS = "opened-and-not-reported";

    private final CustomerIoSimulator api = new CustomerIoSimulator();
    private final Warehouse warehouse = new Warehouse();
    private final int port = FreePort.next();
    private final ConnectWorker worker;
    private final TopicReader topics;
    private final String prefix;
    private final WebhookSender sender;

    Pipeline(SharedKafka kafka, String name) throws IOException {
        prefix = kafka.unique(name);
        topics = kafka.topics();
        api.limitRate(false);
        worker = kafka.newWorker(
                Warehouse.withSinks(WorkerSettings.named("worker-" + name).hurried())
                        .withHeap("1g")
                        // so that sinks go on soon after the worker was killed
                        .with("consumer.session.timeout.ms", "6000")
                        .with("consumer.heartbeat.interval.ms", "1500"));
        worker.start();
        sender = sender(prefix);
    }

    /** Starts the connector and the sinks of those files for its topics. */
    void start(String... sinks) {
        ConnectorProps props = props(prefix)
                .with(
                        "tables",
                        "@lists,@events,@deliveries," + String.join(",", WiderChanges.FOLLOWED) + ","
                                + String.join(",", WiderChanges.READ_ONCE))
                .with("tasks.max", 2)
                .with("app.api.requests.per.second", 10)
                .with("metrics.days", 21)
                .with("refresh.interval.ms", 2_000)
                .with("deliveries.rescan", "2h/2s")
                .with("refresh.deletes", "both");
        Instant now = Instant.now();
        api.deliveries().create(DELIVERIES_BEFORE, now.minus(Duration.ofDays(3)), now.minus(Duration.ofHours(2)));
        WiderChanges.READ_ONCE.forEach(table -> props.with("refresh.interval.ms." + table, 86_400_000));
        rest().put(prefix, props.toMap());
        rest().awaitRunning(prefix, 2);
        startSinks(sinks);
    }

    /** A message that was opened just now, and of which no event comes. */
    void putDeliveryWithoutEvents() {
        Instant now = Instant.now();
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", WITHOUT_EVENTS).put("created", now.minusSeconds(120).getEpochSecond());
        row.put("type", "email").putObject("metrics").put("opened", now.getEpochSecond());
        api.deliveries().put(row);
    }

    void startSinks(String... sinks) {
        List.of(sinks).forEach(sink -> warehouse.createSink(rest(), sink, prefix));
    }

    /** Starts a connector that receives events and reads all deliveries of 61 days again and again, in one task. */
    void startDeliveries() {
        rest().put(
                        prefix,
                        props(prefix)
                                .with("tables", "@events,@deliveries")
                                .with("app.api.requests.per.second", 10)
                                .with("deliveries.start", "P61D")
                                .with("deliveries.rescan", "2h/2s,61d/3s")
                                .without("refresh.interval.ms")
                                .toMap());
    }

    /** Starts a connector that puts all events into one topic, and the sink of that file for it; returns its topic prefix. */
    String startSingleLayout(String sink) {
        String single = prefix + "-single";
        rest().put(
                        single,
                        props(single)
                                .with("tables", "*_events")
                                .with("events.layout", "single")
                                .without("app.api.key")
                                .without("app.api.url")
                                .without("refresh.interval.ms")
                                .toMap());
        rest().awaitRunning(single, 1);
        warehouse.createSink(rest(), sink, single);
        return single;
    }

    /** Sends to the receiver of that connector. */
    WebhookSender sender(String connector) {
        SenderRules rules = SenderRules.shortened().withHour(Duration.ofSeconds(1));
        return new WebhookSender(
                URI.create("http://localhost:" + port + "/webhooks/" + connector), SIGNING_KEY, rules, LANES);
    }

    private ConnectorProps props(String topicPrefix) {
        return ConnectorProps.polledTables(topicPrefix, api.url().toString(), api.apiKey())
                .with("webhook.listen.host", "localhost")
                .with("webhook.listen.port", port)
                .with("webhook.signing.keys", SIGNING_KEY);
    }

    CustomerIoSimulator api() {
        return api;
    }

    ConnectWorker worker() {
        return worker;
    }

    ConnectRest rest() {
        return worker.rest();
    }

    Warehouse warehouse() {
        return warehouse;
    }

    TopicReader topics() {
        return topics;
    }

    /** Topic prefix and connector name. */
    String prefix() {
        return prefix;
    }

    WebhookSender sender() {
        return sender;
    }

    @Override
    public void close() throws IOException {
        sender.close();
        worker.close();
        warehouse.close();
        api.close();
    }
}
