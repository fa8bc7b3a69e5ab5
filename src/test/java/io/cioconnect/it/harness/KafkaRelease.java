package io.cioconnect.it.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The Kafka releases whose jars the build lays out under target. */
public enum KafkaRelease {
    CURRENT,
    PREVIOUS;

    public String version() {
        return BuildOutput.property(this == CURRENT ? "kafka.current" : "kafka.previous");
    }

    Path libraries() {
        return BuildOutput.directory().resolve("kafka-" + version());
    }

    /** Runs the main class of one of this release's tools, as the script of its name does, and returns what it prints; it must succeed. */
    public String run(String mainClass, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = Stream.concat(
                        Stream.of(java, "-cp", libraries() + "/*", mainClass), Stream.of(arguments))
                .toList();
        return Command.run(Duration.ofMinutes(3), List.of("CLASSPATH"), command).expectSuccess();
    }

    /** The option that points this release's logging, which is log4j2 from 4.0 on and log4j 1 before, to our format. */
    String loggingOption(Path workingDirectory) {
        return this == CURRENT
                ? "-Dlog4j2.configurationFile=" + workingDirectory.resolve(loggingFile())
                : "-Dlog4j.configuration=file:" + workingDirectory.resolve(loggingFile());
    }

    String loggingFile() {
        return this == CURRENT ? "log4j2.xml" : "log4j.properties";
    }
}
