package io.cioconnect.record;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How large the batches are that the producer makes, and what to tell when a topic takes less. One thread. */
final class BatchSize {
    private static final String KEY = ProducerConfig.BATCH_SIZE_CONFIG;
    private static final String OF_WORKER = "producer." + KEY;
    private static final String KAFKAS_DEFAULT = "16384";

    private final long bytes;
    private final Set<String> told = new HashSet<>();

    private BatchSize(long bytes) {
        this.bytes = bytes;
    }

    /**
     * As Connect decides it.
     *
     * @param worker the worker's properties
     * @param overrides the connector's own, which win
     */
    static BatchSize of(Map<String, String> worker, Map<String, String> overrides) {
        String text = overrides
                .getOrDefault(KEY, worker.getOrDefault(OF_WORKER, KAFKAS_DEFAULT))
                .strip();
        // Connect reports what is not a number; a reference to a config provider is not resolved here
        return new BatchSize(text.matches("\\d{1,9}") ? Long.parseLong(text) : 0);
    }

    /**
     * Once for each topic. Clients before 4.2 split a refused batch only into pieces of their batch size, so they send it again unchanged
     * until it times out, and the task fails.
     *
     * @param maxMessageBytes of the topic
     */
    Optional<String> advice(String topic, int maxMessageBytes) {
        if (bytes <= maxMessageBytes || !told.add(topic)) {
            return Optional.empty();
        }
        return Optional.of("Set producer.override.batch.size to " + maxMessageBytes
                + " or less, or raise max.message.bytes of the topic "
                + topic + ", which is " + maxMessageBytes + ". The producer sends batches of up to " + bytes
                + " bytes, and the topic refuses such a batch. Before Connect 4.2, the producer cannot split it: it sends it again until it"
                + " times out, and the task fails.");
    }
}
