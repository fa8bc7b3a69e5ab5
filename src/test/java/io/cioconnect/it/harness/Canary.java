package io.cioconnect.it.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures how long the machine keeps waiting a thread that wants a core. It wakes every 20 ms, as threads do that pass a request on, and computes for
 * a moment, as they do then; what it wakes too late, and what the computing takes beyond its own CPU time, is delay. As a program it prints its delays,
 * and ends when its parent does.
 */
public final class Canary implements AutoCloseable {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long COMPUTING_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** Timers are no better than this. */
    private static final long USUAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Runnable end;

    private Canary(Runnable end) {
        this.end = end;
    }

    /** A time in which a thread wanted a core and did not have it. */
    public record Delay(Instant from, Instant to) {
        public Duration took() {
            return Duration.between(from, to);
        }

        private String line() {
            return from + " " + to;
        }

        private static Delay of(String line) {
            String[] ends = line.split(" ", -1);
            return new Delay(Instant.parse(ends[0]), Instant.parse(ends[1]));
        }
    }

    /**
     * Measures in this JVM.
     *
     * @param delays is told each, on a thread of the canary's
     */
    public static Canary inThisJvm(Consumer<Delay> delays) {
        Thread thread = new Thread(() -> watch(delays), "canary");
        thread.setDaemon(true);
        thread.start();
        return new Canary(thread::interrupt);
    }

    /**
     * Measures in a JVM of its own.
     *
     * @param delays is told each, on a thread of the canary's
     */
    public static Canary inAnotherJvm(Consumer<Delay> delays) throws IOException {
        URI classes = URI.create(
                Canary.class.getProtectionDomain().getCodeSource().getLocation().toString());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx16m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Path.of(classes).toString(),
                        Canary.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread thread = new Thread(() -> read(process, delays), "canary-of-another-jvm");
        thread.setDaemon(true);
        thread.start();
        return new Canary(process::destroy);
    }

    private static void read(Process process, Consumer<Delay> delays) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                delays.accept(Delay.of(line));
            }
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static void main(String[] arguments) {
        ParentWatch.premain("");
        PrintStream out = System.out;
        watch(delay -> {
            out.println(delay.line());
            out.flush();
        });
    }

    private static void watch(Consumer<Delay> delays) {
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        try {
            while (true) {
                Instant slept = Instant.now();
                long due = System.nanoTime() + EVERY_NANOS;
                TimeUnit.NANOSECONDS.sleep(EVERY_NANOS);
                long cpuBefore = cpu.getCurrentThreadCpuTime();
                long computed = cpuBefore;
                while (computed - cpuBefore < COMPUTING_NANOS) {
                    computed = cpu.getCurrentThreadCpuTime();
                }
                long waited = System.nanoTime() - due - (computed - cpuBefore);
                if (waited > USUAL_NANOS) {
                    Instant from = slept.plusNanos(EVERY_NANOS);
                    delays.accept(new Delay(from, from.plusNanos(waited)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
