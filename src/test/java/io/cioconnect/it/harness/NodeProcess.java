package io.cioconnect.it.harness;

import java.io.Closeable;
import java.util.OptionalLong;

/** A process that can be ended and frozen in the ways real machines do it. One thread at a time. */
public interface NodeProcess extends Closeable {

    /** Asks it to end in an orderly way and waits until it has. */
    void stop();

    /** Ends it at once, without giving it a chance to do anything. */
    void kill();

    /** Keeps its sockets open but stops it from running. */
    void freeze();

    void thaw();

    boolean isAlive();

    /** Of the process on this machine, while it runs; empty when it runs elsewhere. */
    OptionalLong pid();

    /** All it has logged since it was first started. */
    String log();

    /** Ends it at once and removes its data. */
    @Override
    void close();
}
