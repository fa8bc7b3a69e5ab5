package io.cioconnect.record;

import io.cioconnect.config.KafkaClients;
import io.cioconnect.metrics.TaskThreads;
import io.cioconnect.schema.RecordCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka how large a record the topics take, at the start and then every minute, on a thread of its own. It reaches Kafka with the
 * worker's settings. Where it cannot find those, or Kafka does not permit the question, our own limit stays.
 */
public final class TopicLimits implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicLimits.class);
    private static final String MAX_MESSAGE = "max.message.bytes";
    private static final String MAX_MESSAGE_OF_BROKER = "message.max.bytes";
    private static final String MAX_REQUEST = "producer.max.request.size";
    private static final int EVERY_SECONDS = 60;
    private static final int ANSWER_SECONDS = 10;

    /** Large deliveries wait at most so long for the first answer. */
    private static final int SETTLED_AFTER_SECONDS = 3;

    private final SizeLimits limits;
    private final Collection<String> topics;
    private final KafkaClients clients;
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(2, TaskThreads.named("customerio-topic-limits"));
    private @Nullable Admin admin; // of the thread that asks
    private boolean closed; // guarded by this
    private BatchSize batches; // of the thread that asks
    private boolean told;

    public TopicLimits(SizeLimits limits, Collection<String> topics, KafkaClients clients) {
        this.limits = limits;
        this.topics = List.copyOf(topics);
        this.clients = clients;
        this.batches = BatchSize.of(Map.of(), clients.overrides());
    }

    public void start() {
        // end with the executor; ask itself reports what goes wrong
        ScheduledFuture<?> unused = threads.scheduleWithFixedDelay(this::ask, 0, EVERY_SECONDS, TimeUnit.SECONDS);
        ScheduledFuture<?> unusedToo = threads.schedule(limits::settle, SETTLED_AFTER_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        threads.execute(this::closeAdmin);
        threads.shutdown();
    }

    /** Does nothing once this was closed: nobody would close the client that it opens. */
    synchronized void ask() {
        if (closed) {
            return;
        }
        try {
            if (admin == null) {
                Optional<Path> file = WorkerProperties.file(System.getProperty("sun.java.command", ""));
                if (file.isEmpty()) {
                    tell("the worker's properties are not named on its command line");
                    return;
                }
                connect(WorkerProperties.read(file.get()));
            }
            if (admin != null
                    && !describeTopics(admin)
                    && clients.createdTopicBytes().isEmpty()) {
                limits.setNewTopicLimit(describeBroker(admin));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) { // an Error too, which would end the job
            tell((e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e)
                    .getClass()
                    .getName());
        } finally {
            limits.settle();
        }
    }

    private void connect(Map<String, String> worker) {
        String request = worker.getOrDefault(MAX_REQUEST, "").strip();
        if (clients.maxRequestBytes().isEmpty() && request.matches("\\d{1,9}")) {
            limits.setProducerLimit(Integer.parseInt(request));
        }
        batches = BatchSize.of(worker, clients.overrides());
        Map<String, Object> settings =
                new HashMap<>(WorkerProperties.ofClient(worker, clients.overrides(), AdminClientConfig.configNames()));
        settings.put("client.id", "cioconnect-topic-limits");
        settings.put("default.api.timeout.ms", ANSWER_SECONDS * 1000);
        settings.put("request.timeout.ms", ANSWER_SECONDS * 500);
        settings.put("metric.reporters", "");
        settings.put("enable.metrics.push", "false");
        admin = Admin.create(settings);
    }

    /** False when one of them does not exist yet: it is created with its first record. */
    private boolean describeTopics(Admin open) throws InterruptedException, ExecutionException, TimeoutException {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        boolean allExist = true;
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> answer :
                open.describeConfigs(resources).values().entrySet()) {
            try {
                Config config = answer.getValue().get(ANSWER_SECONDS, TimeUnit.SECONDS);
                String topic = answer.getKey().name();
                int maxMessageBytes = Integer.parseInt(config.get(MAX_MESSAGE).value());
                limits.setTopicLimit(topic, maxMessageBytes);
                batches.advice(topic, maxMessageBytes).ifPresent(log::warn);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                allExist = false;
            }
        }
        return allExist;
    }

    /** What a new topic takes unless it is said when it is created. */
    private static int describeBroker(Admin open) throws InterruptedException, ExecutionException, TimeoutException {
        Collection<Node> nodes = open.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        String id = nodes.iterator().next().idString();
        Collection<Config> configs = open.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.BROKER, id)))
                .all()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                .values();
        return Integer.parseInt(
                configs.iterator().next().get(MAX_MESSAGE_OF_BROKER).value());
    }

    /** Once: it concerns large records only, and stays so. */
    private void tell(String why) {
        if (!told) {
            told = true;
            log.info(
                    "Could not ask Kafka how large a record the topics take ({}). The connector assumes {} KiB; if a topic's"
                            + " max.message.bytes is lower, set producer.override.max.request.size to that value.",
                    why,
                    RecordCheck.MAX_BYTES / 1024);
        }
    }

    private synchronized void closeAdmin() {
        closed = true;
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
