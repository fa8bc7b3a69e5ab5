package io.cioconnect.it;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.WebhookClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connector that receives, on a port of its own of a shared worker, and what a test sends to it. One thread at a time. */
final class TestedReceiver {
    static final String KEY = "made-up-signing-key-0123456789abcdef";

    private final SharedKafka kafka;
    private final ConnectWorker worker;
    private final String connector;
    private final int port = FreePort.next();

    TestedReceiver(SharedKafka kafka, ConnectWorker worker) {
        this.kafka = kafka;
        this.worker = worker;
        this.connector = kafka.unique("answers");
    }

    String connector() {
        return connector;
    }

    int port() {
        return port;
    }

    ConnectorProps props() {
        return ConnectorProps.eventTables(connector, port, KEY);
    }

    void start(ConnectorProps props) {
        worker.rest().put(connector, props.toMap());
        worker.rest().awaitRunning(connector, 1);
        if (props.toMap().containsKey("webhook.url.tokens")) {
            WebhookReady.await(client(), "/readyz", 200);
        } else {
            WebhookReady.await(client());
        }
    }

    void delete() {
        worker.rest().delete(connector);
    }

    List<TopicRecord> records(String table) {
        return kafka.topics().read(connector + "." + table);
    }

    String path() {
        return "/webhooks/" + connector;
    }

    URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    WebhookClient client() {
        return clientAt(path());
    }

    WebhookClient clientAt(String path) {
        return new WebhookClient(at(path), KEY);
    }

    int status(HttpRequest.Builder request) {
        return client().send(request).statusCode();
    }

    static byte[] event(String id) {
        return ("{\"event_id\":\"" + id + "\",\"object_type\":\"email\",\"metric\":\"sent\",\"timestamp\":1789430399,"
                        + "\"data\":{\"delivery_id\":\"d1\",\"identifiers\":{\"id\":\"u1\"},\"subject\":\"hello\",\"recipient\":\"a@example.com\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
