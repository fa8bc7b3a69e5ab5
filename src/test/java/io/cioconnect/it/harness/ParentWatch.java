package io.cioconnect.it.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends processes when the JVM that started them is gone, however that ended. As a Java agent it ends the child JVM it runs in; as a program it
 * ends a process that is no JVM. Either way its standard input is a pipe from the parent; the operating system closes it even when the parent is
 * killed, and then there is nothing left to read.
 */
public final class ParentWatch {
    private static final long SECONDS_TO_STOP = 10;

    private ParentWatch() {}

    public static void premain(String options) {
        Thread watch = new Thread(ParentWatch::halt, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /**
     * Ends a process when there is nothing left to read.
     *
     * @param arguments its id
     */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        awaitEndOfParent();
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(arguments[0]));
        if (process.isPresent()) {
            process.get().destroy();
            try {
                process.get().onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                process.get().destroyForcibly();
            }
        }
    }

    /** Starts a JVM of this program. Whoever ends the process otherwise ends that JVM first, so that it does not find the id used again. */
    static Process over(long processId) {
        URI classes = URI.create(ParentWatch.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx16m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            Path.of(classes).toString(),
                            ParentWatch.class.getName(),
                            Long.toString(processId))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Nobody can watch process " + processId, e);
        }
    }

    private static void halt() {
        awaitEndOfParent();
        Runtime.getRuntime().halt(1);
    }

    private static void awaitEndOfParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("The pipe from the parent process broke: " + e);
        }
    }
}
