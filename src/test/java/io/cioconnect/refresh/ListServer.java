package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.AppApiConfig;
import io.cioconnect.schema.Json;
import io.cioconnect.testing.PromptSockets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.apache.kafka.common.config.types.Password;

/**
 * One list of the App API whose rows, an id and a name each, may change between two pages. Cursors count rows, so that a row is skipped when
 * an earlier one is removed meanwhile. What a walk really showed is written down.
 */
final class ListServer extends Dispatcher implements AutoCloseable {
    /** The key of a row that has null in its place. */
    static final String NO_KEY = "null";

    /** In the place of its row stands this text. */
    static final String NO_OBJECT = "oops";

    private final MockWebServer server = new MockWebServer();
    private final String recordsField;
    private final String keyField;
    private final int pageSize;
    private final TreeMap<String, String> rows = new TreeMap<>();
    private final Map<String, String> shown = new HashMap<>();
    private Runnable betweenPages = () -> {};
    private Runnable beforeReply = () -> {};
    private Optional<EndlessList> endless = Optional.empty();

    /** @param pageSize zero for a list that comes in one page */
    ListServer(String recordsField, String keyField, int pageSize) throws IOException {
        this.recordsField = recordsField;
        this.keyField = keyField;
        this.pageSize = pageSize;
        server.setServerSocketFactory(new PromptSockets());
        server.setDispatcher(this);
        server.start();
    }

    AppApiClient client() {
        var url = server.url("/").uri();
        var config = new AppApiConfig(url, Optional.of(new Password("key")), 1_000_000, Duration.ofSeconds(10));
        return new AppApiClient(config, 1_000_000, "test");
    }

    /** The rows as they are now: key and content. */
    Map<String, String> rows() {
        return rows;
    }

    /** What the latest walk showed. */
    Map<String, String> shown() {
        return shown;
    }

    void beforeReply(Runnable change) {
        beforeReply = change;
    }

    /** From now on a reply has so many rows that nobody should read it to its end. */
    void endless(Runnable afterSome) {
        endless = Optional.of(new EndlessList(recordsField, afterSome));
    }

    /** Whether somebody read such a reply to its end. */
    boolean wasReadToItsEnd() {
        return endless.orElseThrow().wasReadToItsEnd();
    }

    void betweenPages(Runnable change) {
        betweenPages = change;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        beforeReply.run();
        if (endless.isPresent()) {
            return endless.get().response();
        }
        String start = request.getUrl().queryParameter("start");
        int from = start == null ? 0 : Integer.parseInt(start);
        if (from == 0) {
            shown.clear();
        } else {
            betweenPages.run();
        }
        List<Map.Entry<String, String>> all = new ArrayList<>(rows.entrySet());
        int to = pageSize == 0 ? all.size() : Math.min(all.size(), from + pageSize);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        var array = reply.putArray(recordsField);
        for (var row : all.subList(Math.min(from, to), to)) {
            shown.put(row.getKey(), row.getValue());
            if (row.getKey().equals(NO_OBJECT)) {
                array.add(NO_OBJECT);
                continue;
            }
            ObjectNode json = array.addObject();
            json.put(keyField, row.getKey().equals(NO_KEY) ? null : row.getKey());
            json.put(keyField.equals("name") ? "value" : "name", row.getValue());
        }
        if (to < all.size()) {
            reply.put("next", Integer.toString(to));
        }
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(new Buffer().write(Json.bytes(reply)))
                .build();
    }

    @Override
    public void close() {
        server.close();
    }
}
