package io.cioconnect.webhook;

import io.cioconnect.bench.BenchmarkEvent;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.TaskThreads;
import io.cioconnect.pace.Deadlines;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.table.EventTable;
import io.cioconnect.table.EventTables;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * What an event costs from its body to its answer, without HTTP and Kafka: its digest, whether it is known, its record, its way through the
 * queue, and its acknowledgement. It is made with a number of bodies remembered, others in flight, and tables that receive.
 */
public final class EventGrowth implements AutoCloseable {
    private static final Duration LEFT = Duration.ofSeconds(3); // as shipped
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Clock clock = Clock.systemUTC();
    private final ScheduledThreadPoolExecutor answers =
            new ScheduledThreadPoolExecutor(1, TaskThreads.named("growth-answers"));
    private final RecordQueue queue = new RecordQueue(400, 1 << 20);
    private final EventCounts counts = new EventCounts();
    private final EventRouter router;
    private final InFlightDeliveries deliveries;
    private final Deque<TrackedRecord> inFlight = new ArrayDeque<>();
    private final List<String> bodies;
    private final int kept;
    private long next;

    /**
     * @param remembered bodies that Kafka has when it begins
     * @param inFlight deliveries that wait for Kafka all the time
     * @param tables event tables that receive in turns
     */
    public EventGrowth(int remembered, int inFlight, int tables) throws InterruptedException {
        List<EventTable> receiving = EventTables.all().subList(0, tables);
        WebhookMetrics metrics =
                WebhookMetrics.of(receiving.stream().map(EventTable::name).toList(), clock);
        this.router = new EventRouter(new TopicConfig("growth", false), metrics, SizeLimits.standard());
        this.deliveries = new InFlightDeliveries(
                inFlight + 1,
                Long.MAX_VALUE,
                queue,
                Deadlines.on(answers, System::nanoTime),
                new Answering(answers),
                metrics.receiver(),
                counts);
        this.bodies = receiving.stream().map(EventGrowth::body).toList();
        this.kept = inFlight;
        process(inFlight + remembered);
    }

    /** An event that belongs to the table, with a place for its number. */
    private static String body(EventTable table) {
        String email = new String(BenchmarkEvent.next().body(), StandardCharsets.UTF_8);
        String metric = table.objectType().equals("customer") ? "cio_subscription_preferences_changed" : "clicked";
        return email.replace("\"object_type\":\"email\"", "\"object_type\":\"" + table.objectType() + "\"")
                .replace("\"metric\":\"clicked\"", "\"metric\":\"" + metric + "\"");
    }

    /** Processes so many events; returns the CPU time of each in nanoseconds, that of its answer included. */
    public double measure(int events) throws InterruptedException {
        List<byte[]> prepared = prepare(events);
        long answersBefore = answersCpu();
        long before = THREADS.getCurrentThreadCpuTime();
        process(prepared);
        long own = THREADS.getCurrentThreadCpuTime() - before;
        return (double) (own + answersCpu() - answersBefore) / events;
    }

    private void process(int events) throws InterruptedException {
        process(prepare(events));
    }

    private List<byte[]> prepare(int events) {
        List<byte[]> prepared = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            String id = String.format(Locale.ROOT, "01BENCH%019d", next);
            String body = bodies.get((int) (next % bodies.size()));
            prepared.add(("{\"event_id\":\"" + id + body.substring(body.indexOf("\",\"object_type\"")))
                    .getBytes(StandardCharsets.UTF_8));
            next++;
        }
        return prepared;
    }

    private void process(List<byte[]> prepared) throws InterruptedException {
        for (byte[] body : prepared) {
            Instant now = clock.instant();
            String sha256 = HexFormat.of().formatHex(sha256(body));
            if (deliveries.join(sha256, LEFT).isPresent()) {
                throw new IllegalStateException("every event is a new one");
            }
            RoutedEvent event = router.route(body, sha256, now);
            if (event.isQuarantined()) {
                throw new IllegalStateException("fits no event table: " + event.destination());
            }
            event.metrics().received(now.toEpochMilli());
            counts.verified(event.destination(), now);
            var unused = deliveries.admit(new DeliveryRecord(event, Map.of(), now, deliveries), LEFT);
            inFlight.addAll(queue.take(Duration.ZERO));
            if (inFlight.size() > kept) {
                inFlight.remove().acknowledged(0, next);
            }
        }
    }

    /** Of the thread that answers, once it has given all answers. */
    private long answersCpu() throws InterruptedException {
        try {
            return answers.submit(THREADS::getCurrentThreadCpuTime).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public void close() {
        answers.shutdownNow();
    }
}
