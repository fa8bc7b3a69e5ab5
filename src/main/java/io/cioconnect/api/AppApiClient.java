package io.cioconnect.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.config.AppApiConfig;
import io.cioconnect.schema.RowException;
import java.time.Duration;
import java.util.Map;

/** Calls the App API with retries, back-off and this task's share of the request budget. Thread-safe. */
public final class AppApiClient implements AutoCloseable {
    /** @param requestsPerSecond this task's share of the connector's budget */
    public AppApiClient(AppApiConfig config, double requestsPerSecond, String userAgent) {
        throw new UnsupportedOperationException();
    }

    /** Host and, where it is not the default, port of the base URL. Names the workspace's API in source partitions. */
    public String host() {
        throw new UnsupportedOperationException();
    }

    /** Fetches one page of a list and hands each row on as it is parsed. A missing array key is an error, null is empty. */
    public Page page(String path, Map<String, String> query, String arrayKey, RowSink rows)
            throws AppApiException, RowException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** GET, POST, PUT or DELETE of a small JSON document, for the calls of registration; a missing body gives a MissingNode. POST is never repeated. */
    public JsonNode call(String method, String path, JsonNode body) throws AppApiException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** One try, judged by its status line; for validation. Throws when no reply came within the time limit. */
    public int probe(String path, Duration limit) throws AppApiException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
