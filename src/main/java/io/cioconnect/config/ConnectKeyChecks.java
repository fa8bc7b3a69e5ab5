package io.cioconnect.config;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What the connector's promises need of Connect's own keys. Each refusal names a setting with which a delivery could be answered 200
 * although Kafka does not have it.
 */
final class ConnectKeyChecks {
    static final String TASKS_MAX = "tasks.max";

    private static final String ACKS = "producer.override." + ProducerConfig.ACKS_CONFIG;
    private static final String LINGER = "producer.override." + ProducerConfig.LINGER_MS_CONFIG;
    private static final String MAX_BLOCK = "producer.override." + ProducerConfig.MAX_BLOCK_MS_CONFIG;
    private static final String BOUNDARY = "transaction.boundary";
    private static final String TOLERANCE = "errors.tolerance";

    private ConnectKeyChecks() {}

    static void acks(ParsedValues values, BiConsumer<String, String> complain) {
        if (!Set.of("all", "-1").contains(given(values, ACKS, "all"))) {
            complain.accept(
                    ACKS,
                    "Enter all (or -1), or remove it. With anything else Kafka may lose an event that was already answered 200.");
        }
    }

    static void transactionBoundary(ParsedValues values, BiConsumer<String, String> complain) {
        if (given(values, BOUNDARY, "").equalsIgnoreCase("interval")) {
            complain.accept(
                    BOUNDARY,
                    "Enter poll, or remove it. With interval, pausing the connector discards records that wait for the next"
                            + " transaction, although their deliveries are answered 200.");
        }
    }

    /** With all errors tolerated, Connect skips a record whose send timed out, and tells the task what it tells of a filtered one. */
    static void maxBlock(ParsedValues values, BiConsumer<String, String> complain) {
        long least = kafkaDefault(ProducerConfig.MAX_BLOCK_MS_CONFIG);
        if (given(values, TOLERANCE, "none").equalsIgnoreCase("all")
                && number(values, MAX_BLOCK, "")
                        .filter(millis -> millis < least)
                        .isPresent()) {
            complain.accept(
                    MAX_BLOCK,
                    "Enter " + least + " (Kafka's default) or more, or remove it, or set errors.tolerance to none. With"
                            + " errors.tolerance=all, Connect skips an event when Kafka is not reachable for this long, and the event is"
                            + " lost.");
        }
    }

    /**
     * What to tell a connector that receives and whose producer waits for more records before it sends one. The worker's own
     * producer.linger.ms cannot be seen from here.
     */
    static Optional<String> lingerAdvice(ParsedValues values) {
        long byDefault = kafkaDefault(ProducerConfig.LINGER_MS_CONFIG);
        long linger = number(values, LINGER, "").orElse(byDefault);
        if (linger == 0) {
            return Optional.empty();
        }
        return Optional.of("Set " + LINGER
                + "=0 for faster answers. Customer.io sends the next event when the last one is answered, so"
                + " a linger.ms of " + linger + (linger == byDefault ? " (the Kafka client's default)" : "")
                + " is added to every event: one connection brings about 135 events per second instead of more than 1,000. If the"
                + " worker's own configuration sets producer.linger.ms=0, ignore this.");
    }

    /** One of Connect's own numbers; empty when it does not parse, which Connect reports itself. */
    static Optional<Long> number(ParsedValues values, String key, String unset) {
        String text = given(values, key, unset);
        return text.matches("[-+]?\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static String given(ParsedValues values, String key, String otherwise) {
        return values.given().getOrDefault(key, otherwise).strip();
    }

    /** Of the Kafka client this worker runs with; its defaults change between releases. */
    private static long kafkaDefault(String producerKey) {
        return Objects.requireNonNull(
                        (Number) ProducerConfig.configDef().defaultValues().get(producerKey), producerKey)
                .longValue();
    }
}
