package io.cioconnect.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;

/** What Maven built and where: the plugin, its version, the released Kafka jars. Maven fills in build.properties. */
public final class BuildOutput {
    private static final Properties PROPERTIES = read();

    private BuildOutput() {}

    /** The version in pom.xml. */
    public static String version() {
        return property("version");
    }

    /** The directory a worker gets as plugin.path. */
    public static Path pluginPath() {
        return directory().resolve("plugin");
    }

    /** The unpacked plugin inside {@link #pluginPath()}; the archive holds the same tree. */
    public static Path plugin() {
        return pluginPath().resolve(property("archive"));
    }

    /** The directory with the sink connectors that tests use. */
    public static Path sinksPath() {
        return directory().resolve("sinks");
    }

    /** The directory with the Iceberg sink, as plugin.path names it. */
    public static Path icebergPath() {
        return directory().resolve("iceberg");
    }

    public static Path archive() {
        return directory().resolve(property("archive") + ".zip");
    }

    /** Maven's target directory. */
    public static Path directory() {
        return Path.of(property("directory"));
    }

    /** Where the logs of brokers and workers are kept: a directory of its own for each JVM that tests run in beside others. */
    public static Path logs() {
        Path logs = directory().resolve("it-logs");
        String fork = System.getProperty("it.fork", "");
        return fork.isEmpty() ? logs : logs.resolve(fork);
    }

    static String property(String name) {
        return PROPERTIES.getProperty(name);
    }

    private static Properties read() {
        try (InputStream in = BuildOutput.class.getResourceAsStream("build.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties cannot be read from the test resources", e);
        }
    }
}
