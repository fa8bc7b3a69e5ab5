package io.cioconnect.it.harness;

import java.util.Map;

/** Where brokers and workers run: as child JVMs, or in containers. What is returned is not started yet and is closed by the caller. */
public interface Nodes {

    /** A broker with properties that differ from ours, such as {@code log.retention.check.interval.ms}. */
    Broker broker(String name, Map<String, String> overrides);

    ConnectWorker worker(Broker broker, WorkerSettings settings);
}
