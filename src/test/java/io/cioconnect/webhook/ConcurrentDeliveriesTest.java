package io.cioconnect.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.TopicConfig;
import io.cioconnect.listener.Answer;
import io.cioconnect.metrics.ReceiverMetrics;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.table.EventTables;
import io.cioconnect.testing.Metered;
import io.cioconnect.testing.WebhookSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many listener threads, the poll thread and the producer's thread at once. */
@Timeout(240) // senders that wait for one another must not hang the build
class ConcurrentDeliveriesTest {
    private static final int SENDERS = 8;
    private static final int EVENTS = 500;
    private static final Duration TIMEOUT = Duration.ofMillis(50);

    private final RecordQueue queue = new RecordQueue(10, 1000);
    private final WebhookMetrics metrics = WebhookMetrics.of(EventTables.names(), Clock.systemUTC());
    private final WebhookReceiver receiver = new WebhookReceiver(
            WebhookSettings.valid().responseTimeout(TIMEOUT).config(),
            new TopicConfig("cio", false),
            SizeLimits.standard(),
            queue,
            metrics,
            Clock.systemUTC());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, AtomicInteger> written = new ConcurrentHashMap<>();
    private final AtomicBoolean sending = new AtomicBoolean(true);

    @AfterEach
    void stop() throws InterruptedException {
        receiver.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void everyEventIsWrittenOnceHoweverManyAttemptsMeet() throws Exception {
        Future<?> kafka = threads.submit(this::pollAndConfirm);
        CyclicBarrier together = new CyclicBarrier(SENDERS);
        List<Future<Integer>> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(threads.submit(sender(together)));
        }
        int attempts = 0;
        for (Future<Integer> sender : senders) {
            attempts += sender.get();
        }
        sending.set(false);
        kafka.get();

        assertThat(written).hasSize(EVENTS);
        written.forEach((id, copies) -> assertThat(copies.get()).as(id).isEqualTo(1));
        assertThat(attempts).isGreaterThanOrEqualTo(SENDERS * EVENTS);
        assertThat(count("Confirmed")).isEqualTo(EVENTS);
        assertThat(count("Joined")).isPositive();
        assertThat(count("Repeated")).isPositive();
    }

    private long count(String attribute) {
        return Metered.value(ReceiverMetrics.GROUP, metrics.receiver(), attribute);
    }

    /** Sends all events, all senders in step, each until it is answered 200. */
    private Callable<Integer> sender(CyclicBarrier together) {
        return () -> {
            int attempts = 0;
            for (int i = 0; i < EVENTS; i++) {
                together.await();
                Answer answer;
                do {
                    attempts++;
                    CompletableFuture<Answer> future =
                            receiver.receive(event(i), Clock.systemUTC().instant());
                    answer = future.get(1, TimeUnit.MINUTES);
                } while (answer != Answer.ACKNOWLEDGED);
                assertThat(written).as("answered 200").containsKey(Integer.toString(i));
            }
            return attempts;
        };
    }

    /** Kafka, with a produce that fails now and then, and one that is acknowledged after its deadline. */
    private Void pollAndConfirm() throws InterruptedException {
        Random random = new Random(20261121);
        while (sending.get()) {
            for (TrackedRecord record : queue.take(Duration.ofMillis(1))) {
                String id = ((Struct) record.key()).getString("event_id");
                int chance = random.nextInt(100);
                if (chance < 5) {
                    record.failed();
                } else if (chance < 8) {
                    confirmLate(record, id);
                } else {
                    confirm(record, id);
                }
            }
        }
        return null;
    }

    private void confirmLate(TrackedRecord record, String id) {
        CompletableFuture.delayedExecutor(TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS, threads)
                .execute(() -> confirm(record, id));
    }

    private void confirm(TrackedRecord record, String id) {
        written.computeIfAbsent(id, any -> new AtomicInteger()).incrementAndGet();
        record.acknowledged(0, 0);
    }

    private static byte[] event(int id) {
        return ("{\"event_id\":\"" + id + "\",\"object_type\":\"sms\",\"metric\":\"sent\",\"timestamp\":1,\"data\":{}}")
                .getBytes(UTF_8);
    }
}
