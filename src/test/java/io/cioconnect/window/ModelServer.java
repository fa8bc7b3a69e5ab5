package io.cioconnect.window;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.PromptSockets;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/**
 * Lists the deliveries of a model run, in pages of a few, with trouble. One call after the other; whatever is not a call happens while there is
 * none.
 */
final class ModelServer extends Dispatcher implements AutoCloseable {
    private static final int PERCENT = 100;

    private final MockWebServer server = new MockWebServer();
    private final ManualClock clock;
    private final Random random;
    private final List<ModelDelivery> deliveries = new ArrayList<>();
    private final Map<String, Long> firstShown = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final boolean cursorsCount;
    private final Order order;
    private Duration skew = Duration.ZERO;
    private Trouble trouble = Trouble.NONE;
    private int callsToStop = Integer.MAX_VALUE;
    private CountDownLatch goOn = new CountDownLatch(0);
    private volatile boolean isStopped;

    /** What was asked for, in Unix seconds, and when by the worker's clock. */
    record Call(long from, long to, Optional<String> type, long at) {}

    /** In which order a window is listed. */
    enum Order {
        NEWEST_FIRST,
        NEWEST_FIRST_BUT_PAGES_SHUFFLED,
        OLDEST_FIRST
    }

    /**
     * @param failing percentage of the calls
     * @param slow percentage of the calls
     * @param slowest reply
     */
    record Trouble(int pageSize, int failing, int slow, Duration slowest, int emptyPages) {
        static final Trouble NONE = new Trouble(10, 0, 0, Duration.ZERO, 0);

        static Trouble draw(Random random) {
            return new Trouble(
                    1 + random.nextInt(5),
                    random.nextInt(3) == 0 ? random.nextInt(60) : 0,
                    random.nextInt(2) == 0 ? random.nextInt(PERCENT) : 0,
                    Duration.ofSeconds(1 + random.nextInt(random.nextBoolean() ? 40 : 480)),
                    random.nextInt(4) == 0 ? 20 : 0);
        }
    }

    ModelServer(ManualClock clock, Random random) throws IOException {
        this.clock = clock;
        this.random = random;
        this.cursorsCount = random.nextBoolean();
        this.order = Order.values()[Math.max(0, random.nextInt(6) - 3)];
        server.setServerSocketFactory(new PromptSockets());
        server.setDispatcher(this);
        server.start();
    }

    URI url() {
        return server.url("/").uri();
    }

    /** By how much the worker's clock is ahead of Customer.io's. */
    void skew(Duration value) {
        clock.advance(value.minus(skew));
        skew = value;
    }

    long now() {
        return clock.instant().minus(skew).getEpochSecond();
    }

    void trouble(Trouble value) {
        trouble = value;
    }

    List<ModelDelivery> deliveries() {
        return deliveries;
    }

    /** When it was first on a page. */
    Optional<Long> firstShown(String id) {
        return Optional.ofNullable(firstShown.get(id));
    }

    /** The calls since the last time this was asked. */
    synchronized List<Call> calls() {
        List<Call> since = List.copyOf(calls);
        calls.clear();
        return since;
    }

    /** After so many further calls the worker is killed while it waits for a reply. */
    void stopAfter(int further) {
        callsToStop = further;
        goOn = new CountDownLatch(1);
    }

    boolean isStopped() {
        return isStopped;
    }

    /** The worker is dead. */
    void goOn() {
        callsToStop = Integer.MAX_VALUE;
        isStopped = false;
        goOn.countDown();
    }

    @Override
    public synchronized MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        var url = request.getUrl();
        long from = Long.parseLong(String.valueOf(url.queryParameter("start_ts")));
        long to = Long.parseLong(String.valueOf(url.queryParameter("end_ts")));
        Optional<String> type = Optional.ofNullable(url.queryParameter("type"));
        calls.add(new Call(from, to, type, clock.instant().getEpochSecond()));
        if (callsToStop-- <= 0) {
            isStopped = true;
            goOn.await();
            return status(503);
        }
        if (random.nextInt(PERCENT) < trouble.slow) {
            clock.advance(Duration.ofSeconds(1 + random.nextInt((int) trouble.slowest.toSeconds())));
        }
        boolean fails = random.nextInt(PERCENT) < trouble.failing;
        int failure = random.nextInt(8);
        if (fails && failure < 5) {
            return status(List.of(500, 429, 400, 404, 401).get(failure));
        }
        byte[] reply = Json.bytes(page(from, to, type, Optional.ofNullable(url.queryParameter("start")), !fails));
        if (fails) {
            byte[] broken = new byte[random.nextInt(reply.length)];
            System.arraycopy(reply, 0, broken, 0, broken.length);
            return json(failure == 5 ? "{\"errors\":[]}".getBytes(StandardCharsets.UTF_8) : broken);
        }
        return json(reply);
    }

    private MockResponse status(int status) {
        var response = new MockResponse.Builder().code(status).body("{}");
        if (random.nextBoolean()) {
            response.addHeader("Retry-After", "7");
        }
        return response.build();
    }

    private static MockResponse json(byte[] body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(new Buffer().write(body))
                .build();
    }

    private ObjectNode page(long from, long to, Optional<String> type, Optional<String> cursor, boolean isShown) {
        long now = now();
        List<ModelDelivery> window = window(from, to, type, now);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        var rows = reply.putArray("messages");
        boolean mayBeEmpty = !cursor.orElse("").startsWith("e");
        if (mayBeEmpty && random.nextInt(PERCENT) < trouble.emptyPages) {
            return reply.put("next", "e" + cursor.orElse(""));
        }
        int begin = cursor.map(text -> text.startsWith("e") ? text.substring(1) : text)
                .filter(text -> !text.isEmpty())
                .map(text -> position(text, window))
                .orElse(0);
        int end = Math.min(window.size(), begin + trouble.pageSize);
        List<ModelDelivery> page = new ArrayList<>(window.subList(Math.min(begin, end), end));
        if (end < window.size()) {
            reply.put(
                    "next",
                    cursorsCount ? "" + end : "id" + page.get(page.size() - 1).id());
        }
        if (order == Order.NEWEST_FIRST_BUT_PAGES_SHUFFLED) {
            Collections.shuffle(page, random);
        }
        for (ModelDelivery delivery : page) {
            rows.add(delivery.row(now));
            if (isShown) {
                firstShown.putIfAbsent(delivery.id(), now);
            }
        }
        return reply;
    }

    private static int position(String cursor, List<ModelDelivery> window) {
        if (!cursor.startsWith("id")) {
            return Integer.parseInt(cursor);
        }
        for (int i = 0; i < window.size(); i++) {
            if (cursor.equals("id" + window.get(i).id())) {
                return i + 1;
            }
        }
        throw new AssertionError("no such cursor: " + cursor);
    }

    private List<ModelDelivery> window(long from, long to, Optional<String> type, long now) {
        Comparator<ModelDelivery> newestFirst = Comparator.comparing(ModelDelivery::created)
                .thenComparing(ModelDelivery::id)
                .reversed();
        return deliveries.stream()
                .filter(delivery -> delivery.created() >= from && delivery.created() <= to)
                .filter(delivery ->
                        delivery.listed() <= now && type.orElse(delivery.type()).equals(delivery.type()))
                .sorted(order == Order.OLDEST_FIRST ? newestFirst.reversed() : newestFirst)
                .toList();
    }

    @Override
    public void close() {
        goOn();
        server.close();
    }
}
