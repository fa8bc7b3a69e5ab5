package io.cioconnect.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.jetty.util.Callback;

/**
 * Commits what waits, at most as much as a poll of the connector returns, and takes more only when that is committed, as Connect does for a
 * task in exactly-once mode. With an offsets topic the transaction has a record there as well, as Connect's has: one for each source partition,
 * of which the events of a connector have one.
 */
final class TransactionalSink implements BiConsumer<byte[], Callback> {
    private static final int MOST_OF_A_POLL = 500;
    private static final String SOURCE_PARTITION = "[\"ceiling\",{\"webhook\":\"/webhooks/bench\"}]";

    private final KafkaProducer<String, byte[]> producer;
    private final String topic;
    private final List<String> offsetsTopics;
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Waiting(byte[] body, Callback callback) {}

    /** @param offsetsTopics one or none */
    TransactionalSink(KafkaProducer<String, byte[]> producer, String topic, List<String> offsetsTopics) {
        this.producer = producer;
        this.topic = topic;
        this.offsetsTopics = offsetsTopics;
    }

    void start() {
        producer.initTransactions();
        var thread = new Thread(this::run, "transactions");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void accept(byte[] body, Callback callback) {
        waiting.add(new Waiting(body, callback));
    }

    private void run() {
        try {
            List<Waiting> batch = new ArrayList<>();
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch, MOST_OF_A_POLL - 1);
                commit(batch);
                batch.forEach(event -> event.callback.succeeded());
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit(List<Waiting> batch) {
        producer.beginTransaction();
        for (Waiting event : batch) {
            var unused = producer.send(new ProducerRecord<>(topic, Ceiling.key(event.body), event.body));
        }
        for (String offsets : offsetsTopics) {
            byte[] offset =
                    ("{\"received_at\":" + System.currentTimeMillis() + "}").getBytes(StandardCharsets.US_ASCII);
            var unused = producer.send(new ProducerRecord<>(offsets, SOURCE_PARTITION, offset));
        }
        producer.commitTransaction();
    }
}
