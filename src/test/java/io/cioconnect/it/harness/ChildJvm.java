package io.cioconnect.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * One process that runs a main class of a Kafka release. It may be started again after it ended; its log goes on in the same file. Ends when
 * this JVM ends, see {@link ParentWatch}. One thread at a time.
 */
final class ChildJvm implements NodeProcess {
    private static final long SECONDS_TO_STOP = 40;

    private final String name;
    private final KafkaRelease release;
    private final Path directory;
    private final Path log;
    private @Nullable Process process;

    ChildJvm(String name, KafkaRelease release) {
        this.name = name;
        this.release = release;
        this.log = BuildOutput.logs().resolve(name + ".log");
        try {
            Files.createDirectories(log.getParent());
            Files.deleteIfExists(log);
            directory = Files.createTempDirectory(
                    Files.createDirectories(BuildOutput.directory().resolve("it-data")), name + "-");
            Files.createDirectory(directory.resolve("tmp"));
            Files.write(directory.resolve("parent-watch.jar"), new byte[0]);
            writeAgent(directory.resolve("parent-watch.jar"));
            try (InputStream logging = ChildJvm.class.getResourceAsStream(release.loggingFile())) {
                Files.copy(logging, directory.resolve(release.loggingFile()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for " + name, e);
        }
    }

    /** The directory of this process; java.io.tmpdir is tmp in it. Deleted by close. */
    Path directory() {
        return directory;
    }

    @Override
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public OptionalLong pid() {
        return process != null && process.isAlive() ? OptionalLong.of(process.pid()) : OptionalLong.empty();
    }

    void start(Map<String, String> environment, List<String> jvmOptions, String mainClass, List<String> arguments) {
        if (isAlive()) {
            throw new IllegalStateException(name + " is already running");
        }
        process = launch(environment, jvmOptions, mainClass, arguments);
    }

    /** Runs a main class to its end, for example to format a disk. */
    void run(String mainClass, List<String> arguments) {
        Process tool = launch(Map.of(), List.of(), mainClass, arguments);
        if (!awaitEnd(tool) || tool.exitValue() != 0) {
            throw new IllegalStateException(mainClass + " failed; see " + log);
        }
    }

    /** SIGTERM, as an orderly shutdown does it, then SIGKILL if that takes too long. */
    @Override
    public void stop() {
        if (process == null) {
            return;
        }
        // Not process.destroy(): that closes the pipe as well, and ParentWatch would end the process at once.
        process.toHandle().destroy();
        if (!awaitEnd(process)) {
            kill();
        }
    }

    /** SIGKILL. */
    @Override
    public void kill() {
        if (process != null && !awaitEnd(process.destroyForcibly())) {
            throw new IllegalStateException(name + " survived SIGKILL");
        }
    }

    /** SIGSTOP: the process keeps its ports and connections and does nothing. */
    @Override
    public void freeze() {
        signal("-STOP");
    }

    @Override
    public void thaw() {
        signal("-CONT");
    }

    @Override
    public void close() {
        kill();
        DirectoryTree.delete(directory);
    }

    private void signal(String signal) {
        if (process == null) {
            throw new IllegalStateException(name + " is not running");
        }
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
            if (!awaitEnd(kill) || (kill.exitValue() != 0 && isAlive())) {
                throw new IllegalStateException("kill " + signal + " failed for " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch(
            Map<String, String> environment, List<String> jvmOptions, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+ExitOnOutOfMemoryError");
        if (!Boolean.getBoolean("it.long.lived")) { // as benchmarks need them
            // Short lives on few cores: no optimising compiler threads, no parallel collector.
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        }
        command.add("-javaagent:" + directory.resolve("parent-watch.jar"));
        command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
        command.add(release.loggingOption(directory));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", release.libraries() + "/*", mainClass));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name, e);
        }
    }

    private static boolean awaitEnd(Process process) {
        try {
            return process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a process to end", e);
        }
    }

    private static void writeAgent(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), ParentWatch.class.getName());
        String entry = ParentWatch.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in = ParentWatch.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
    }
}
