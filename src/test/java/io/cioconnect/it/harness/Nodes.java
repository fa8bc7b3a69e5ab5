package io.cioconnect.it.harness;

import java.util.Map;

/** Where brokers and workers run: as child JVMs, or in containers. What is returned is not started yet and is closed by the caller. */
public interface Nodes extends AutoCloseable {

    /** Those of this run: containers when the system property {@code it.nodes} says so. */
    static Nodes ofThisRun() {
        return areContainers() ? new Containers() : new ChildJvms();
    }

    static boolean areContainers() {
        return System.getProperty("it.nodes", "child-jvms").equals("containers");
    }

    /** A broker with properties that differ from ours, such as {@code log.retention.check.interval.ms}. */
    Broker broker(String name, Map<String, String> overrides);

    ConnectWorker worker(Broker broker, WorkerSettings settings);

    /** Removes what all of them share, after each of them is closed. */
    @Override
    void close();
}
