package io.cioconnect.it.harness;

import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Nodes are waited for by what they serve, after each start in the same way. */
final class NoWait extends AbstractWaitStrategy {
    static final NoWait INSTANCE = new NoWait();

    @Override
    protected void waitUntilReady() {}
}
