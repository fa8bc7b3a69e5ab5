package io.cioconnect.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Hands bodies to Connect as they are, and answers them on the thread that tells it of their acknowledgement. It does nothing else, so nothing
 * that a connector does can be cheaper; what must not happen, such as a 200 for a record that was not written, it does not prevent.
 */
public final class BareTask extends SourceTask {
    private static final int MOST_OF_A_POLL = 500;
    private static final Map<String, String> PARTITION = Map.of("webhook", "/webhooks/bench");

    private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>();
    private @Nullable Server server;

    /** Equality is identity, because Connect keeps records in hash maps in exactly-once mode. */
    private static final class Event extends SourceRecord {
        private final Callback callback;

        Event(String topic, byte[] body, Callback callback) {
            super(
                    PARTITION,
                    Map.of("received_at", System.currentTimeMillis()),
                    topic,
                    Schema.STRING_SCHEMA,
                    Ceiling.key(body),
                    Schema.BYTES_SCHEMA,
                    body);
            this.callback = callback;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    @Override
    public void start(Map<String, String> properties) {
        String topic = properties.get(BareConnector.TOPIC);
        try {
            server = Ceiling.serve(
                    Integer.parseInt(properties.get(BareConnector.PORT)),
                    properties.get(BareConnector.KEY),
                    (body, callback) -> waiting.add(new Event(topic, body, callback)));
        } catch (Exception e) {
            throw new ConnectException(e);
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Event first = waiting.poll(200, TimeUnit.MILLISECONDS);
        if (first == null) {
            return null;
        }
        List<SourceRecord> batch = new ArrayList<>();
        batch.add(first);
        waiting.drainTo(batch, MOST_OF_A_POLL - 1);
        return batch;
    }

    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata) {
        ((Event) record).callback.succeeded();
    }

    @Override
    public void stop() {
        try {
            if (server != null) {
                server.stop();
            }
        } catch (Exception e) {
            throw new ConnectException(e);
        }
    }

    @Override
    public String version() {
        return "bench";
    }
}
