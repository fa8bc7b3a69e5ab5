package io.cioconnect.it.harness;

import java.util.Map;

/** Brokers and workers as child JVMs on localhost. */
public final class ChildJvms implements Nodes {

    @Override
    public Broker broker(String name, Map<String, String> overrides) {
        return new ChildJvmBroker(name, overrides);
    }

    @Override
    public ConnectWorker worker(Broker broker, WorkerSettings settings) {
        return new ChildJvmWorker(broker.bootstrapServersForWorkers(), settings);
    }

    @Override
    public void close() {}
}
