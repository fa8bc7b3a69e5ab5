package io.cioconnect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this plugin, as Maven wrote it into version.properties. */
final class Version {
    private static final String VERSION = read();

    private Version() {}

    static String get() {
        return VERSION;
    }

    /** How this plugin names itself to Customer.io. */
    static String userAgent() {
        return "kafka-connect-customerio/" + VERSION;
    }

    private static String read() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read from the plugin's jar", e);
        }
    }
}
