package io.cioconnect.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What the connector's configuration says of the Kafka clients that Connect makes for it.
 *
 * @param maxRequestBytes {@code max.request.size} of its producer, when the connector sets it
 * @param createdTopicBytes the least {@code max.message.bytes} of the topics that Connect creates for it, when one is set
 * @param createsTopics it says how Connect creates its topics, so that Connect does unless the worker forbids it
 * @param overrides what its producer and admin client have instead of the worker's settings; may hold secrets
 */
public record KafkaClients(
        Optional<Integer> maxRequestBytes,
        Optional<Integer> createdTopicBytes,
        boolean createsTopics,
        Map<String, String> overrides) {
    private static final String PRODUCER = "producer.override.";
    private static final String ADMIN = "admin.override.";
    private static final String MAX_REQUEST = PRODUCER + ProducerConfig.MAX_REQUEST_SIZE_CONFIG;
    private static final String CREATION = "topic.creation.";
    private static final String CREATED_TOPIC = "topic\\.creation\\..+\\.max\\.message\\.bytes";

    static KafkaClients from(ParsedValues values) {
        Map<String, String> given = values.given();
        Map<String, String> overrides = new HashMap<>();
        for (String prefix : new String[] {PRODUCER, ADMIN}) { // the admin client's own come last
            given.forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    overrides.put(key.substring(prefix.length()), value);
                }
            });
        }
        Optional<Integer> created = given.entrySet().stream()
                .filter(entry -> entry.getKey().matches(CREATED_TOPIC))
                .flatMap(entry -> bytes(entry.getValue()).stream())
                .min(Integer::compare);
        return new KafkaClients(
                Optional.ofNullable(given.get(MAX_REQUEST)).flatMap(KafkaClients::bytes),
                created,
                given.keySet().stream().anyMatch(key -> key.startsWith(CREATION)),
                Map.copyOf(overrides));
    }

    /** A size in bytes. Empty when it does not parse, which Kafka's clients report themselves. */
    public static Optional<Integer> bytes(String text) {
        return Optional.of(text.strip())
                .filter(number -> number.matches("\\d{1,10}"))
                .map(Long::valueOf)
                .filter(number -> number <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }

    /** Without the overrides: they may hold secrets. */
    @Override
    public String toString() {
        return "KafkaClients[maxRequestBytes=" + maxRequestBytes + ", createdTopicBytes=" + createdTopicBytes
                + ", createsTopics=" + createsTopics + "]";
    }
}
