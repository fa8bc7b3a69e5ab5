package io.cioconnect.it.harness;

/** A process under test. */
public interface Node extends NodeProcess {

    /** Starts, or starts again with the same ports and data, and returns when it serves. */
    void start();
}
