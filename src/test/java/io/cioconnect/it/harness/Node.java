package io.cioconnect.it.harness;

import java.io.Closeable;

/** A process under test that can be ended and frozen in the ways real machines do it. One thread at a time. */
public interface Node extends Closeable {

    /** Starts, or starts again with the same ports and data, and returns when it serves. */
    void start();

    /** Asks it to end in an orderly way and waits until it has. */
    void stop();

    /** Ends it at once, without giving it a chance to do anything. */
    void kill();

    /** Keeps its sockets open but stops it from running. */
    void freeze();

    void thaw();

    boolean isAlive();

    /** All it has logged since it was first started. */
    String log();

    /** Ends it at once and removes its data. */
    @Override
    void close();
}
