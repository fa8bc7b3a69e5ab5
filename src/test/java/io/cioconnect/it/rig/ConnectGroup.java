package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.ConnectRest;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.RestAnswer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** The workers as an operator sees them who asks whichever answers, and the configuration at rest. Thread-safe. */
final class ConnectGroup {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration INSISTING = Duration.ofSeconds(30);

    private final List<ConnectWorker> workers;
    private final String connector;
    private volatile Map<String, String> config;
    private final History history;

    ConnectGroup(List<ConnectWorker> workers, String connector, Map<String, String> config, History history) {
        this.workers = workers;
        this.connector = connector;
        this.config = Map.copyOf(config);
        this.history = history;
    }

    /** The configuration at rest. */
    Map<String, String> config() {
        return config;
    }

    /** From now on this is in the configuration at rest. */
    void keep(String key, String value) {
        Map<String, String> changed = new HashMap<>(config);
        changed.put(key, value);
        config = Map.copyOf(changed);
    }

    boolean configure(Map<String, String> wanted) {
        return ask("PUT", "/connectors/" + connector + "/config", wanted);
    }

    boolean configure(String name, Map<String, String> wanted) {
        return ask("PUT", "/connectors/" + name + "/config", wanted);
    }

    boolean ask(String method, String below) {
        return ask(method, "/connectors/" + connector + below, null);
    }

    /** Asks again and again, as an operator does who wants the connector back, though not for ever. */
    void insist(BooleanSupplier request) {
        try {
            await("a request is granted")
                    .atMost(INSISTING)
                    .pollInterval(Duration.ofSeconds(1))
                    .pollDelay(Duration.ZERO)
                    .until(request::getAsBoolean);
        } catch (ConditionTimeoutException never) {
            history.add("not-granted", Map.of("for", INSISTING.toString()));
        }
    }

    boolean delete(String name) {
        return ask("DELETE", "/connectors/" + name, null);
    }

    /** Asks the living workers in turn; under faults none of them may be able to. */
    private boolean ask(String method, String path, @Nullable Object body) {
        for (ConnectWorker worker : workers) {
            if (worker.isAlive()) {
                Optional<RestAnswer> answer = call(worker.rest(), method, path, body);
                history.add(
                        "rest",
                        Map.of(
                                "request",
                                method + " " + path,
                                "status",
                                answer.map(RestAnswer::status).orElse(0)));
                if (answer.isPresent()
                        && answer.get().status() < 500
                        && answer.get().status() != 409) {
                    return answer.get().isSuccess();
                }
            }
        }
        return false;
    }

    private static Optional<RestAnswer> call(ConnectRest rest, String method, String path, @Nullable Object body) {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return Optional.of(rest.call(method, path, body));
                    } catch (UncheckedIOException dead) {
                        return Optional.<RestAnswer>empty();
                    }
                })
                .completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .join();
    }

    /** Connector and tasks as the first worker that answers tells it. */
    Optional<JsonNode> status() {
        for (ConnectWorker worker : workers) {
            if (worker.isAlive()) {
                Optional<RestAnswer> answer = call(worker.rest(), "GET", "/connectors/" + connector + "/status", null);
                if (answer.isPresent() && answer.get().isSuccess()) {
                    return Optional.of(answer.get().json());
                }
            }
        }
        return Optional.empty();
    }

    /** Traces of what failed. */
    List<String> failures() {
        List<String> traces = new ArrayList<>();
        status().ifPresent(status -> {
            List<JsonNode> parts = new ArrayList<>(List.of(status.path("connector")));
            status.path("tasks").forEach(parts::add);
            parts.stream()
                    .filter(part -> part.path("state").asText().equals("FAILED"))
                    .forEach(part -> traces.add(part.path("trace").asText()));
        });
        return traces;
    }

    /** What REST shows of the connector, for the search for secrets. */
    String shown() {
        StringBuilder text = new StringBuilder();
        for (String below : List.of("", "/config", "/status", "/tasks", "/offsets")) {
            workers.stream()
                    .filter(ConnectWorker::isAlive)
                    .findFirst()
                    .flatMap(worker -> call(worker.rest(), "GET", "/connectors/" + connector + below, null))
                    .ifPresent(answer -> text.append(answer.body()).append('\n'));
        }
        return text.toString();
    }
}
