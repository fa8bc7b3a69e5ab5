package io.cioconnect.record;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to tell when topics do not exist and Connect does not create them: the producer waits for such a topic for ever, and with it the
 * task, and nobody else says why. One thread.
 */
final class MissingTopics {
    private static final String OF_CONNECTOR =
            "set topic.creation.default.replication.factor and topic.creation.default.partitions";
    private static final String OF_WORKER = "set topic.creation.enable=true in the worker's configuration";

    private final Optional<String> remedy;
    private final Set<String> told = new TreeSet<>();

    private MissingTopics(Optional<String> remedy) {
        this.remedy = remedy;
    }

    /**
     * As Connect decides it.
     *
     * @param worker the worker's properties
     * @param connectorCreates the connector's configuration says how topics are created
     */
    static MissingTopics of(Map<String, String> worker, boolean connectorCreates) {
        if (worker.getOrDefault("topic.creation.enable", "true").strip().equalsIgnoreCase("false")) {
            return new MissingTopics(Optional.of(OF_WORKER));
        }
        return new MissingTopics(connectorCreates ? Optional.empty() : Optional.of(OF_CONNECTOR));
    }

    /** Connect creates them with their first record. */
    boolean areCreated() {
        return remedy.isEmpty();
    }

    /** Once for each topic. */
    Optional<String> advice(Collection<String> missing) {
        Set<String> untold = new TreeSet<>(missing);
        untold.removeAll(told);
        told.addAll(untold);
        return untold.isEmpty()
                ? Optional.empty()
                : remedy.map(otherwise -> "Create the topics " + String.join(", ", untold) + ", or " + otherwise
                        + ". Kafka does not have these topics, and Connect does not create them. Unless the brokers create topics by"
                        + " themselves, or a transform sends the records to other topics, the first record for one of them holds up the whole"
                        + " task, tables and deliveries, until the topic exists.");
    }
}
