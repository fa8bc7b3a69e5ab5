package io.cioconnect.it.harness;

/** A Kafka cluster of one node. It keeps its data and its address over restarts. */
public interface Broker extends Node {

    /** As clients in this JVM reach it. */
    String bootstrapServers();

    /** As workers of the same kind (processes here, containers there) reach it. */
    String bootstrapServersForWorkers();
}
