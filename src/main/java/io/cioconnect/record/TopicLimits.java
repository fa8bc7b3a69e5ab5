package io.cioconnect.record;

import io.cioconnect.config.KafkaClients;
import io.cioconnect.metrics.TaskThreads;
import io.cioconnect.schema.RecordCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka how large a record the topics take, and whether they exist, at the start and then every minute, on a thread of its own. It reaches
 * Kafka with the worker's settings. Where it cannot find those, or Kafka does not permit the question, our own limit stays.
 */
public final class TopicLimits implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicLimits.class);
    private static final String MAX_MESSAGE = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
    private static final String MAX_MESSAGE_OF_BROKER = "message.max.bytes";
    private static final String AUTO_CREATE_OF_BROKER = "auto.create.topics.enable";
    private static final String MAX_REQUEST = "producer." + ProducerConfig.MAX_REQUEST_SIZE_CONFIG;
    private static final int EVERY_SECONDS = 60;
    private static final int ANSWER_SECONDS = 10;

    private static final String ASSUMPTION = "the connector assumes " + RecordCheck.MAX_BYTES / 1024
            + " KiB; if a topic's max.message.bytes is lower, set producer.override.max.request.size to that value.";

    /** Large deliveries wait no longer than this for the first answer. */
    private static final int SETTLED_AFTER_SECONDS = 3;

    private final SizeLimits limits;
    private final Collection<String> topics;
    private final KafkaClients clients;
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(2, TaskThreads.named("customerio-topic-limits"));
    private @Nullable Admin admin; // guarded by this, as the next four
    private boolean closed;
    private BatchSize batches;
    private MissingTopics missingTopics;
    private final Set<String> told = new HashSet<>();

    public TopicLimits(SizeLimits limits, Collection<String> topics, KafkaClients clients) {
        this.limits = limits;
        this.topics = List.copyOf(topics);
        this.clients = clients;
        this.batches = BatchSize.of(Map.of(), clients.overrides());
        this.missingTopics = MissingTopics.of(Map.of(), clients.createsTopics());
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
                    couldNotAsk("the worker's properties are not named on its command line");
                    return;
                }
                connect(WorkerProperties.read(file.get()));
            }
            if (admin != null) {
                ask(admin);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) { // an Error too, which would end the job
            couldNotAsk((e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e)
                    .getClass()
                    .getName());
        } finally {
            limits.settle();
        }
    }

    private void connect(Map<String, String> worker) {
        if (clients.maxRequestBytes().isEmpty()) {
            Optional.ofNullable(worker.get(MAX_REQUEST))
                    .flatMap(KafkaClients::bytes)
                    .ifPresent(limits::setProducerLimit);
        }
        batches = BatchSize.of(worker, clients.overrides());
        missingTopics = MissingTopics.of(worker, clients.createsTopics());
        Map<String, Object> settings =
                new HashMap<>(WorkerProperties.ofClient(worker, clients.overrides(), AdminClientConfig.configNames()));
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "cioconnect-topic-limits");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_SECONDS * 1000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_SECONDS * 500);
        settings.put(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        settings.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        admin = Admin.create(settings);
    }

    private void ask(Admin open) throws InterruptedException, ExecutionException, TimeoutException {
        List<String> missing = describeTopics(open);
        boolean saysSize = clients.createdTopicBytes().isPresent();
        if (!missing.isEmpty() && !(saysSize && missingTopics.areCreated())) {
            expectNewTopics(missing, describeBroker(open));
        }
    }

    /** @param broker its settings; empty when it may not be asked */
    void expectNewTopics(List<String> missing, Optional<Config> broker) {
        if (clients.createdTopicBytes().isEmpty()) {
            broker.flatMap(config -> number(config, MAX_MESSAGE_OF_BROKER)).ifPresent(limits::setNewTopicLimit);
        }
        boolean brokerCreates = broker.map(config -> config.get(AUTO_CREATE_OF_BROKER))
                .filter(entry -> "true".equals(entry.value()))
                .isPresent();
        if (!brokerCreates) {
            missingTopics.advice(missing).ifPresent(log::warn);
        }
    }

    /**
     * One that may not be asked about says nothing of the others.
     *
     * @return those that do not exist yet: they are created with their first record
     */
    private List<String> describeTopics(Admin open) throws InterruptedException, ExecutionException, TimeoutException {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        List<String> missing = new ArrayList<>();
        Set<String> denied = new TreeSet<>();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> answer :
                open.describeConfigs(resources).values().entrySet()) {
            String topic = answer.getKey().name();
            try {
                Config config = answer.getValue().get(ANSWER_SECONDS, TimeUnit.SECONDS);
                number(config, MAX_MESSAGE).ifPresent(maxMessageBytes -> {
                    limits.setTopicLimit(topic, maxMessageBytes);
                    batches.advice(topic, maxMessageBytes).ifPresent(log::warn);
                });
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    missing.add(topic);
                } else if (e.getCause() instanceof TopicAuthorizationException) {
                    denied.add(topic);
                } else {
                    throw e;
                }
            }
        }
        if (!denied.isEmpty()) {
            tell("The connector may not ask Kafka how large a record these topics take: " + String.join(", ", denied)
                    + ". Allow the worker's principal DESCRIBE_CONFIGS on them. Until then " + ASSUMPTION);
        }
        return missing;
    }

    /** What a new topic is like unless it is said when it is created. Empty when the broker may not be asked. */
    private Optional<Config> describeBroker(Admin open)
            throws InterruptedException, ExecutionException, TimeoutException {
        Collection<Node> nodes = open.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        String id = nodes.iterator().next().idString();
        try {
            return Optional.of(open.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.BROKER, id)))
                    .all()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .iterator()
                    .next());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof ClusterAuthorizationException)) {
                throw e;
            }
            tell(
                    "The connector may not ask Kafka how large a record a new topic takes. Allow the worker's principal DESCRIBE_CONFIGS on the"
                            + " cluster, or set topic.creation.default.max.message.bytes. Until then, and for up to a minute after a topic was"
                            + " created, " + ASSUMPTION);
            return Optional.empty();
        }
    }

    /** Empty where it is not shown: not every broker is Apache Kafka's. */
    private static Optional<Integer> number(Config config, String key) {
        return Optional.ofNullable(config.get(key)).map(ConfigEntry::value).flatMap(KafkaClients::bytes);
    }

    private void couldNotAsk(String why) {
        tell("Could not ask Kafka how large a record the topics take (" + why + "). Until that succeeds, "
                + ASSUMPTION);
    }

    /** Each text once: it concerns large records only, and stays so. */
    private void tell(String text) {
        if (told.add(text)) {
            log.info(text);
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
