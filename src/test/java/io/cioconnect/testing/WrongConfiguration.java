package io.cioconnect.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration that is refused, a line of {@code wrong-configurations.txt}.
 *
 * @param key where the complaint belongs
 * @param text part of the complaint
 * @param changes what differs from {@link #right}
 */
public record WrongConfiguration(String key, String text, String changes) {

    public static List<WrongConfiguration> all() {
        try (InputStream in = WrongConfiguration.class.getResourceAsStream("/wrong-configurations.txt")) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", -1))
                    .map(parts -> new WrongConfiguration(parts[0], parts[1], parts[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lists and events, in two tasks, nothing wrong. */
    public static Map<String, String> right() {
        return Map.of(
                "name", "customerio",
                "connector.class", "io.cioconnect.CustomerIoSourceConnector",
                "tasks.max", "2",
                "topic.prefix", "cio",
                "app.api.key", "a1b2c3d4e5f60718293a4b5c6d7e8f90",
                "tables", "campaigns, segments, email_events",
                "webhook.signing.keys", "0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    }

    /** The right configuration with changes as in the file. */
    public static Map<String, String> changed(String... changes) {
        Map<String, String> properties = new HashMap<>(right());
        for (String change : changes) {
            if (change.startsWith("-")) {
                properties.remove(change.substring(1));
            } else {
                int equals = change.indexOf('=');
                properties.put(change.substring(0, equals), change.substring(equals + 1));
            }
        }
        return properties;
    }

    public Map<String, String> properties() {
        return changed(changes.split(" ; "));
    }
}
