package io.cioconnect.simulator;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Sends events as Customer.io sends those of one reporting webhook: one event per POST, with a new signature for each attempt, one after
 * the other. An event that is not acknowledged is retried, and all later ones wait behind it. Every attempt is recorded. Thread-safe.
 *
 * <p>Several lanes send in parallel, each with its own backlog and connection: Customer.io documents neither order nor concurrency, and
 * load needs more than one request at a time.
 */
public final class WebhookSender implements AutoCloseable {
    /** How often an idle lane checks whether to stop. */
    private static final Duration LOOK_UP = Duration.ofMillis(100);

    private final SenderRules rules;
    private final List<LinkedBlockingQueue<Event>> backlogs = new ArrayList<>();
    private final List<Thread> lanes = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final AtomicInteger discarded = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<Attempt> attempts = new ArrayList<>();
    private volatile URI endpoint;
    private volatile String signingKey;
    private volatile Duration clockAhead = Duration.ZERO;
    private final Switch on = new Switch();

    /** @param generation of the backlog that it was added to */
    private record Event(SampleEvent event, String sha256, int generation) {}

    /** One lane, which keeps the order of events. */
    public WebhookSender(URI endpoint, String signingKey, SenderRules rules) {
        this(endpoint, signingKey, rules, 1);
    }

    /** @param signingKey {@code ""} sends without a signature, for a receiver that has only URL tokens */
    public WebhookSender(URI endpoint, String signingKey, SenderRules rules, int lanes) {
        this.endpoint = endpoint;
        this.signingKey = signingKey;
        this.rules = rules;
        for (int i = 0; i < lanes; i++) {
            LinkedBlockingQueue<Event> backlog = new LinkedBlockingQueue<>();
            Thread thread = new Thread(() -> run(backlog), "customerio-webhook-sender-" + i);
            thread.setDaemon(true);
            backlogs.add(backlog);
            this.lanes.add(thread);
            thread.start();
        }
    }

    /** Changes the webhook's endpoint from the next attempt on. */
    public void useEndpoint(URI value) {
        endpoint = value;
    }

    /** Changes the workspace's signing key from the next attempt on. */
    public void useSigningKey(String value) {
        signingKey = value;
    }

    public URI endpoint() {
        return endpoint;
    }

    public String signingKey() {
        return signingKey;
    }

    /** Sends nothing from now on, except attempts that have begun; the backlog waits. */
    public void pause() {
        on.pause();
    }

    /** Sends again; a retry keeps its time. */
    public void resume() {
        on.resume();
    }

    /** Discards the backlog, and events that are being retried. */
    public void discard() {
        on.discard();
    }

    /** The clock that gives the timestamps, against the true one, from the next attempt on; negative is behind. */
    public void setClockAhead(Duration value) {
        clockAhead = value;
    }

    /** Adds an event to the backlog. */
    public void send(SampleEvent event) {
        waiting.incrementAndGet();
        backlogs.get(sent.getAndIncrement() % backlogs.size())
                .add(new Event(event, sha256(event.body()), on.generation()));
    }

    /** Adds any body to the backlog. */
    public void send(String eventId, byte[] body) {
        send(new SampleEvent(eventId, "", body));
    }

    /** Adds events at a steady rate until the load is closed or the count is reached. */
    public SteadyLoad load(int perSecond, int count, Supplier<SampleEvent> events) {
        return new SteadyLoad(perSecond, count, () -> send(events.get()));
    }

    /** Events that are neither acknowledged, given up, nor discarded. */
    public int backlog() {
        return waiting.get();
    }

    /** Events that were acknowledged. */
    public int acknowledged() {
        return sent.get() - waiting.get() - givenUp.get() - discarded.get();
    }

    /** Events that were given up after their seven days. */
    public int givenUp() {
        return givenUp.get();
    }

    /** Events that were discarded with the backlog. */
    public int discarded() {
        return discarded.get();
    }

    /** Waits for an empty backlog; false if there still is one after this time. */
    public boolean awaitEmptyBacklog(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (waiting) {
            while (waiting.get() > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                waiting.wait(left);
            }
        }
        return true;
    }

    /** All attempts so far, in the order in which they ended. */
    public List<Attempt> attempts() {
        synchronized (attempts) {
            return List.copyOf(attempts);
        }
    }

    /** Waits for the current attempts to end and discards the backlog. */
    @Override
    public void close() {
        on.close();
        try {
            for (Thread lane : lanes) {
                lane.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the lanes stop on their own
        }
    }

    private void run(LinkedBlockingQueue<Event> backlog) {
        try (HttpPost post = new HttpPost(rules.timeout())) {
            while (!on.isClosed()) {
                Event event = backlog.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
                if (event != null) {
                    deliver(event, post);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Event event, HttpPost post) throws InterruptedException {
        Instant first = Instant.now();
        int ordinaryFailures = 0;
        for (int number = 1; on.awaitOn(event.generation()); number++) {
            Attempt attempt = attempt(event, number, post);
            if (attempt.isConfirmed()) {
                leaveBacklog();
                return;
            }
            if (Instant.now().isAfter(first.plus(rules.giveUp()))) {
                givenUp.incrementAndGet();
                leaveBacklog();
                return;
            }
            ordinaryFailures += attempt.costsAnHour() ? 0 : 1;
            on.awaitRetry(event.generation(), rules.waitAfter(attempt, ordinaryFailures));
        }
        if (!on.isClosed()) {
            discarded.incrementAndGet();
            leaveBacklog();
        }
    }

    private Attempt attempt(Event event, int number, HttpPost post) {
        Instant started = Instant.now();
        String timestamp = Long.toString(started.plus(clockAhead).getEpochSecond());
        String key = signingKey;
        byte[] body = event.event().body();
        String signature = key.isEmpty() ? "" : SignedWebhook.signature(key, timestamp, body);
        HttpPost.Outcome outcome = post.send(endpoint, timestamp, signature, body);
        Attempt attempt = new Attempt(
                event.event().id(), event.sha256(), number, started, Instant.now(), outcome.status(), outcome.error());
        synchronized (attempts) {
            attempts.add(attempt);
        }
        return attempt;
    }

    private void leaveBacklog() {
        synchronized (waiting) {
            waiting.decrementAndGet();
            waiting.notifyAll();
        }
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
