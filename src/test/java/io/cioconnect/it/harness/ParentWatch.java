package io.cioconnect.it.harness;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Java agent of every child JVM: ends it when the JVM that started it is gone, however that ended. The child's standard input is a pipe from
 * its parent; the operating system closes it even when the parent is killed, and then there is nothing left to read.
 */
public final class ParentWatch {
    private ParentWatch() {}

    public static void premain(String options) {
        Thread watch = new Thread(ParentWatch::awaitEndOfParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitEndOfParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("The pipe from the parent process broke: " + e);
        }
        Runtime.getRuntime().halt(1);
    }
}
