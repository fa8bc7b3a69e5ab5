package io.cioconnect.it.harness;

import java.nio.file.Path;

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
