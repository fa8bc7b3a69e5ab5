package io.cioconnect.it.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The broker and the workers that all integration tests of a run share, each started when first asked for and ended after the last test. Tests
 * keep apart by topic prefix and connector name. The workers are {@linkplain WorkerSettings#hurried hurried}. A test that kills or configures
 * a worker, or whose simulator limits calls, asks for one of its own. Tests run one at a time.
 */
public final class SharedKafka implements AutoCloseable {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private final Nodes nodes;
    private final Map<String, ConnectWorker> workers = new HashMap<>();
    private final List<Node> started = new ArrayList<>();
    private final Broker broker;

    SharedKafka(Nodes nodes) {
        this.nodes = nodes;
        broker = nodes.broker("broker", Map.of());
        started.add(broker);
        broker.start();
    }

    public Broker broker() {
        return broker;
    }

    public TopicReader topics() {
        return new TopicReader(broker.bootstrapServers());
    }

    /** At least once, current release. */
    public ConnectWorker worker() {
        return shared(WorkerSettings.named("worker"));
    }

    /** Exactly once, current release. */
    public ConnectWorker exactlyOnceWorker() {
        return shared(WorkerSettings.named("worker-exactly-once").withExactlyOnce());
    }

    /** At least once, previous release. */
    public ConnectWorker previousWorker() {
        return shared(WorkerSettings.named("worker-previous").on(KafkaRelease.PREVIOUS));
    }

    /** Exactly once, previous release. */
    public ConnectWorker previousExactlyOnceWorker() {
        return shared(WorkerSettings.named("worker-previous-exactly-once")
                .on(KafkaRelease.PREVIOUS)
                .withExactlyOnce());
    }

    /** A worker for one test, on the shared broker, not started yet; the test closes it. */
    public ConnectWorker newWorker(WorkerSettings settings) {
        return nodes.worker(broker, settings);
    }

    /** A worker for one test on a broker of its own. */
    public ConnectWorker newWorker(Broker own, WorkerSettings settings) {
        return nodes.worker(own, settings);
    }

    /** A broker for one test that takes it down, not started yet; the test closes it. */
    public Broker newBroker(String name, Map<String, String> overrides) {
        return nodes.broker(name, overrides);
    }

    /** A name nobody else uses in this run, for topic.prefix and the connector. */
    public String unique(String name) {
        return name + "-" + PREFIXES.incrementAndGet();
    }

    private ConnectWorker shared(WorkerSettings settings) {
        return workers.computeIfAbsent(settings.name(), name -> {
            ConnectWorker worker = newWorker(settings.hurried());
            started.add(0, worker);
            worker.start();
            return worker;
        });
    }

    @Override
    public void close() {
        started.forEach(Node::close);
        nodes.close();
    }
}
