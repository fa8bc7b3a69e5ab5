package io.cioconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.WorkerSettings;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A connector that only receives, with the JSON that we ship, but for what the benchmark has to set. */
final class ReceivingConnector {
    private ReceivingConnector() {}

    /**
     * Starts one and waits until it runs.
     *
     * @param processes of the worker
     * @param changes of the shipped configuration
     */
    static Target on(ConnectWorker worker, List<ProcessHandle> processes, String name, Map<String, String> changes)
            throws IOException {
        int port = freePort();
        String connector = slug(name);
        Map<String, String> config = shipped();
        config.keySet()
                .removeIf(key -> key.startsWith("app.api")
                        || key.startsWith("webhook.registration")
                        || key.equals("webhook.public.url")
                        || key.equals("region"));
        config.putAll(Map.of(
                "tasks.max", "1",
                "tables", "*_events",
                "topic.prefix", connector,
                "webhook.listen.host", "127.0.0.1",
                "webhook.listen.port", Integer.toString(port),
                "webhook.listen.path", "/webhooks/bench",
                "webhook.signing.keys", Events.KEY));
        config.putAll(changes);
        worker.rest().put(connector, config);
        worker.rest().awaitRunning(connector, 1);
        return new Target(name, port, "/webhooks/bench", connector + ".email_events", processes);
    }

    static WorkerSettings worker(String name) {
        return Recording.of(name, WorkerSettings.named(name))
                .with("offset.flush.interval.ms", "60000")
                .with("key.converter.schemas.enable", "false") // with schemas a record is three times as large
                .with("value.converter.schemas.enable", "false");
    }

    /** The configuration that we ship, as a map of its own. */
    static Map<String, String> shipped() throws IOException {
        Map<String, String> config = new HashMap<>();
        JsonNode file = new ObjectMapper().readTree(new File("config/connector-with-webhooks.json"));
        file.path("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        return config;
    }

    /** A name that topics may have. */
    static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
