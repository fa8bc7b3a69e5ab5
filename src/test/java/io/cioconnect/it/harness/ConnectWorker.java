package io.cioconnect.it.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** A Connect worker with the packaged plugin on its plugin.path. */
public interface ConnectWorker extends Node {
    /** Names {@link #receiverPort} in the worker's environment. */
    String RECEIVER_PORT = "RECEIVER_PORT";

    /** Starts without waiting until it serves. */
    void launch();

    /** Waits until the worker has joined its group and serves REST. */
    default void awaitReady() {
        await("worker serves; its log is in target/it-logs")
                .atMost(Duration.ofMinutes(2))
                .failFast("the worker ended", () -> !isAlive())
                .until(rest()::isHealthy);
    }

    @Override
    default void start() {
        launch();
        awaitReady();
    }

    ConnectRest rest();

    /** The host name under which a connector in this worker reaches a port of this JVM. */
    String hostOfTest();

    /** The address on which this JVM must listen for that. */
    String listenAddressOfTest();

    /** A port for a receiver in this worker, free at first and always the same; {@link #addressOf} says how it is reached. */
    int receiverPort();

    /** "host:port" under which this JVM reaches the worker's port. */
    String addressOf(int workerPort);
}
