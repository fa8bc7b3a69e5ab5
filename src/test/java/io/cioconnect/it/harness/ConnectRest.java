package io.cioconnect.it.harness;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A worker's REST API. The named calls throw when the worker refuses and wait while it rebalances; {@link #call} gives the answer as it is.
 */
public final class ConnectRest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI address;

    public ConnectRest(URI address) {
        this.address = address;
    }

    public URI address() {
        return address;
    }

    public boolean isHealthy() {
        try {
            return send("GET", "/health", null, Duration.ofSeconds(5)).status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** One request, whatever the answer. */
    public RestAnswer call(String method, String path, @Nullable Object body) {
        return send(method, path, body, Duration.ofSeconds(90));
    }

    /** Creates the connector or changes its configuration. */
    public void put(String connector, Map<String, String> config) {
        expectSuccess("PUT", connectorPath(connector) + "/config", config);
    }

    public JsonNode config(String connector) {
        return expectSuccess("GET", connectorPath(connector) + "/config", null).json();
    }

    public void delete(String connector) {
        expectSuccess("DELETE", connectorPath(connector), null);
        await(connector + " is gone")
                .atMost(PATIENCE)
                .until(() -> call("GET", connectorPath(connector), null).status() == 404);
    }

    public JsonNode status(String connector) {
        return expectSuccess("GET", connectorPath(connector) + "/status", null).json();
    }

    /** Waits until the connector and that many tasks run. Fails at once, with the trace, when something of it failed. */
    public void awaitRunning(String connector, int tasks) {
        await(connector + " runs with tasks: " + tasks)
                .atMost(PATIENCE)
                .failFast(() -> failures(connector).forEach(trace -> {
                    throw new AssertionError(connector + " failed: " + trace);
                }))
                .until(() -> states(connector), states -> states.equals(runningStates(tasks)));
    }

    /** Waits until a task of the connector failed and returns its trace; a refused key takes a minute to fail one. */
    public String awaitTaskFailed(String connector) {
        return await("a task of " + connector + " fails")
                .atMost(PATIENCE.multipliedBy(3))
                .until(() -> failures(connector), traces -> !traces.isEmpty())
                .get(0);
    }

    /** Error texts by key; keys without an error are left out. */
    public Map<String, List<String>> validate(String connectorClass, Map<String, String> config) {
        String plugin = connectorClass.substring(connectorClass.lastIndexOf('.') + 1);
        JsonNode answer = expectSuccess("PUT", "/connector-plugins/" + plugin + "/config/validate", config)
                .json();
        Map<String, List<String>> errors = new LinkedHashMap<>();
        for (JsonNode entry : answer.path("configs")) {
            List<String> texts = texts(entry.path("value").path("errors"));
            if (!texts.isEmpty()) {
                errors.put(entry.path("value").path("name").asText(), texts);
            }
        }
        return errors;
    }

    public void pause(String connector) {
        expectSuccess("PUT", connectorPath(connector) + "/pause", null);
        awaitConnectorState(connector, "PAUSED");
    }

    public void resume(String connector) {
        expectSuccess("PUT", connectorPath(connector) + "/resume", null);
        awaitConnectorState(connector, "RUNNING");
    }

    /** Stops the connector and waits until its tasks are gone, so that its offsets may be changed. */
    public void stop(String connector) {
        expectSuccess("PUT", connectorPath(connector) + "/stop", null);
        awaitConnectorState(connector, "STOPPED");
        await("the tasks of " + connector + " are gone")
                .atMost(PATIENCE)
                .until(() -> states(connector).size() == 1);
    }

    /** Restarts the connector with all its tasks. */
    public void restart(String connector) {
        expectSuccess("POST", connectorPath(connector) + "/restart?includeTasks=true", null);
    }

    public void restartTask(String connector, int task) {
        expectSuccess("POST", connectorPath(connector) + "/tasks/" + task + "/restart", null);
    }

    /** The committed source offsets: a list of {partition, offset}. */
    public JsonNode offsets(String connector) {
        return expectSuccess("GET", connectorPath(connector) + "/offsets", null)
                .json()
                .path("offsets");
    }

    /** Takes what {@link #offsets} returns: a list of {partition, offset}. */
    public RestAnswer alterOffsets(String connector, JsonNode offsets) {
        return awaitNoRebalance(() -> call("PATCH", connectorPath(connector) + "/offsets", Map.of("offsets", offsets)));
    }

    public RestAnswer resetOffsets(String connector) {
        return awaitNoRebalance(() -> call("DELETE", connectorPath(connector) + "/offsets", null));
    }

    /** The installed plugins: a list of {class, type, version}. */
    public JsonNode plugins() {
        return expectSuccess("GET", "/connector-plugins", null).json();
    }

    private void awaitConnectorState(String connector, String state) {
        await(connector + " is " + state)
                .atMost(PATIENCE)
                .until(() -> states(connector).get(0), state::equals);
    }

    /** State of the connector, then of each task. */
    private List<String> states(String connector) {
        RestAnswer answer = call("GET", connectorPath(connector) + "/status", null);
        if (!answer.isSuccess()) {
            return List.of("UNKNOWN"); // 404 until the worker has read back what it was told
        }
        List<String> states = new ArrayList<>();
        states.add(answer.json().path("connector").path("state").asText());
        answer.json()
                .path("tasks")
                .forEach(task -> states.add(task.path("state").asText()));
        return states;
    }

    private static List<String> runningStates(int tasks) {
        return Collections.nCopies(tasks + 1, "RUNNING");
    }

    /** The traces of what failed: the connector, its tasks. */
    public List<String> failures(String connector) {
        JsonNode status =
                call("GET", connectorPath(connector) + "/status", null).json();
        return Stream.concat(
                        Stream.of(status.path("connector")),
                        StreamSupport.stream(status.path("tasks").spliterator(), false))
                .filter(part -> part.path("state").asText().equals("FAILED"))
                .map(part -> part.path("trace").asText())
                .toList();
    }

    private RestAnswer expectSuccess(String method, String path, @Nullable Object body) {
        RestAnswer answer = awaitNoRebalance(() -> call(method, path, body));
        if (!answer.isSuccess()) {
            throw new IllegalStateException(
                    method + " " + path + " answered " + answer.status() + ": " + answer.body());
        }
        return answer;
    }

    private static RestAnswer awaitNoRebalance(Callable<RestAnswer> request) {
        return await("rebalance ends")
                .atMost(PATIENCE)
                .until(
                        request,
                        answer -> answer.status() != 409 || !answer.body().contains("rebalance"));
    }

    private RestAnswer send(String method, String path, @Nullable Object body, Duration timeout) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                    .timeout(timeout)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new RestAnswer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + address.resolve(path), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + method + " " + path, e);
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String connectorPath(String connector) {
        return "/connectors/"
                + URLEncoder.encode(connector, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
