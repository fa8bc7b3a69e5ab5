package io.cioconnect.bench;

import io.cioconnect.it.harness.BuildOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Processes of this run. Each ends when its standard input ends, so none outlives the run. */
final class Children implements AutoCloseable {
    private final List<Process> processes = new ArrayList<>();

    /** Those that this JVM has started while something ran. */
    static List<ProcessHandle> startedBy(Runnable action) {
        Set<Long> before =
                ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
        action.run();
        return ProcessHandle.current()
                .children()
                .filter(child -> child.isAlive() && !before.contains(child.pid()))
                .toList();
    }

    /** A main class of the benchmark, with the plugin's libraries and Kafka's, when it is ready. */
    Process java(Class<?> main, List<String> options, List<String> arguments) {
        return start(command(main, options, arguments), BuildOutput.directory());
    }

    private static List<String> command(Class<?> main, List<String> options, List<String> arguments) {
        Path kafka = BuildOutput.directory().resolve("kafka-" + System.getProperty("bench.kafka.version"));
        String classes = String.join(
                ":",
                BuildOutput.directory().resolve("test-classes").toString(),
                BuildOutput.plugin().resolve("lib") + "/*",
                kafka + "/*");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classes, main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Any command that prints a line beginning with {@code ready} when it serves. */
    Process start(List<String> command, Path directory) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            processes.add(process);
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            for (String line = out.readLine(); line == null || !line.startsWith("ready"); line = out.readLine()) {
                if (line == null) {
                    throw new IllegalStateException(command.get(0) + " ended before it was ready");
                }
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command that has to succeed. */
    static void run(List<String> command, Path directory) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
    }
}
