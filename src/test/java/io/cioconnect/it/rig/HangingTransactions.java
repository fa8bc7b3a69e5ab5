package io.cioconnect.it.rig;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Ends transactions that Kafka forgot, as an operator does with kafka-transactions.sh: a broker that is killed may lose track of one whose records it
 * has, and then no reader of committed records gets past it, nor does a worker at its start. Thread-safe.
 */
final class HangingTransactions implements AutoCloseable {
    private static final long EVERY_SECONDS = 10;

    /** Three times as long as a transaction may take here, and well more than Kafka takes to notice. */
    private static final Duration SURELY_FORGOTTEN = Duration.ofSeconds(30);

    private final Admin admin;
    private final History history;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "hanging-transactions");
        thread.setDaemon(true);
        return thread;
    });

    HangingTransactions(String bootstrapServers, History history) {
        this.history = history;
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 4_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000));
        var unused = looking.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            abortAll();
        } catch (ExecutionException | TimeoutException brokerIsAway) {
            history.add("transactions-not-looked-at", Map.of("because", brokerIsAway.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void abortAll() throws ExecutionException, TimeoutException, InterruptedException {
        for (Map.Entry<TopicPartition, PartitionProducerState> partition : admin.describeProducers(partitions())
                .all()
                .get(5, TimeUnit.SECONDS)
                .entrySet()) {
            for (ProducerState producer : partition.getValue().activeProducers()) {
                if (isForgotten(producer)) {
                    abort(partition.getKey(), producer);
                }
            }
        }
    }

    private List<TopicPartition> partitions() throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> names = admin.listTopics().names().get(5, TimeUnit.SECONDS);
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicDescription topic : admin.describeTopics(names)
                .allTopicNames()
                .get(5, TimeUnit.SECONDS)
                .values()) {
            IntStream.range(0, topic.partitions().size())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .forEach(partitions::add);
        }
        return partitions;
    }

    private static boolean isForgotten(ProducerState producer) {
        return producer.currentTransactionStartOffset().isPresent()
                && Instant.ofEpochMilli(producer.lastTimestamp())
                        .isBefore(Instant.now().minus(SURELY_FORGOTTEN));
    }

    private void abort(TopicPartition partition, ProducerState producer)
            throws ExecutionException, TimeoutException, InterruptedException {
        history.add(
                "hanging-transaction", Map.of("partition", partition.toString(), "producer", producer.producerId()));
        admin.abortTransaction(new AbortTransactionSpec(
                        partition,
                        producer.producerId(),
                        (short) producer.producerEpoch(),
                        producer.coordinatorEpoch().orElse(0)))
                .all()
                .get(5, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        looking.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
