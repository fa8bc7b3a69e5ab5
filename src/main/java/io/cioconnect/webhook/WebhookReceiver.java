package io.cioconnect.webhook;

import io.cioconnect.config.TopicConfig;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.digest.Sha256;
import io.cioconnect.listener.Answer;
import io.cioconnect.listener.Receiver;
import io.cioconnect.listener.Signature;
import io.cioconnect.metrics.ReceiverMetrics;
import io.cioconnect.metrics.Refusal;
import io.cioconnect.metrics.TaskThreads;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.pace.Deadlines;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.config.types.Password;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task's end of a listener: verifies, routes, admits and answers deliveries. Thread-safe; knows nothing of Jetty. It goes on
 * answering what it had handed over when it was closed.
 */
public final class WebhookReceiver implements Receiver, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebhookReceiver.class);
    private static final Duration READY_AFTER_POLL = Duration.ofSeconds(2);
    /** A task is polled for the first time when Connect has its producer and the stored offsets. */
    private static final Duration STARTING = Duration.ofSeconds(10);

    private final SignatureVerifier verifier;
    private final EventRouter router;
    private final SizeLimits sizeLimits;
    private final InFlightDeliveries inFlight;
    private final EventCounts counts = new EventCounts();
    private final Map<String, String> sourcePartition;
    private final Duration responseTimeout;
    private final ScheduledExecutorService scheduler;
    private final ReceiverMetrics metrics;
    private final Clock clock;
    private final HourlyReceipts receipts;
    private final Set<String> warnedOf = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoTime;
    private final long startedAt;
    private volatile long lastPolled; // counts when it was polled
    private volatile boolean wasPolled;
    private volatile boolean closed;

    public WebhookReceiver(
            WebhookConfig config,
            TopicConfig topics,
            SizeLimits sizeLimits,
            RecordQueue queue,
            WebhookMetrics metrics,
            Clock clock) {
        this(config, topics, sizeLimits, queue, metrics, clock, scheduler(), System::nanoTime);
    }

    /** @param nanoTime that the scheduler goes by; the clock may be set while a task is paused */
    WebhookReceiver(
            WebhookConfig config,
            TopicConfig topics,
            SizeLimits sizeLimits,
            RecordQueue queue,
            WebhookMetrics metrics,
            Clock clock,
            ScheduledExecutorService scheduler,
            LongSupplier nanoTime) {
        WebhookConfig.Verification verification = config.verification();
        WebhookConfig.Limits limits = config.limits();
        this.verifier = new SignatureVerifier(
                verification.signingKeys(),
                !verification.urlTokens().isEmpty(),
                verification.timestampTolerance(),
                clock);
        this.router = new EventRouter(topics, metrics, sizeLimits);
        this.sizeLimits = sizeLimits;
        this.inFlight = new InFlightDeliveries(
                limits.maxInFlight(),
                limits.maxInFlightBytes(),
                queue,
                Deadlines.on(scheduler, nanoTime),
                new Answering(scheduler),
                metrics.receiver(),
                counts);
        this.sourcePartition = SourcePartition.receiver(config.listener().path());
        this.responseTimeout = limits.responseTimeout();
        this.scheduler = scheduler;
        this.metrics = metrics.receiver();
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.receipts = new HourlyReceipts(metrics.receiver(), clock.instant());
    }

    /** Called by the task before every poll; readiness follows from it. */
    public void polled() {
        lastPolled = nanoTime.getAsLong();
        wasPolled = true;
        receipts.tell(clock.instant());
    }

    /** The signing keys were resolved again. */
    public void useSigningKeys(List<Password> keys) {
        verifier.useKeys(keys);
    }

    /** Verified deliveries since the task started, by event table; those in quarantine by {@code quarantined.<reason>}. */
    public Map<String, EventCount> eventCounts() {
        return counts.snapshot();
    }

    /** The task lets go: deliveries still queued, and all that come later, are answered 503. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            inFlight.close();
            // by then every delivery was answered, by what became of its record or by its deadline
            Future<?> unused =
                    scheduler.schedule(scheduler::shutdown, responseTimeout.toMillis() + 1000, TimeUnit.MILLISECONDS);
        }
    }

    /** A signing key or a token is there; until then no delivery is taken. */
    public boolean canVerify() {
        return !verifier.isWaitingForKey();
    }

    @Override
    public boolean isOpen() {
        return !closed && canVerify() && (isPolled() || isStarting());
    }

    @Override
    public boolean isReady() {
        return !closed && canVerify() && sizeLimits.isSettled() && isPolled();
    }

    /** Not while the task is paused or blocked: then no delivery would get through in time, and taking it would hold up its sender. */
    private boolean isPolled() {
        return wasPolled && nanoTime.getAsLong() - lastPolled < READY_AFTER_POLL.toNanos();
    }

    private boolean isStarting() {
        return !wasPolled && nanoTime.getAsLong() - startedAt < STARTING.toNanos();
    }

    @Override
    public Signature signature(List<String> timestampHeaders, List<String> signatureHeaders) {
        return verifier.signature(timestampHeaders, signatureHeaders);
    }

    @Override
    public CompletableFuture<Answer> receive(byte[] body, Instant receivedAt) {
        String sha256 = Sha256.hex(body);
        return timed(receivedAt, receive(sha256, receivedAt, () -> router.route(body, sha256, receivedAt)));
    }

    @Override
    public CompletableFuture<Answer> receiveTooLarge(byte[] head, long size, byte[] digest, Instant receivedAt) {
        String sha256 = HexFormat.of().formatHex(digest);
        return timed(
                receivedAt, receive(sha256, receivedAt, () -> router.routeTooLarge(head, size, sha256, receivedAt)));
    }

    private CompletableFuture<Answer> timed(Instant receivedAt, CompletableFuture<Answer> answer) {
        return answer.thenApply(outcome -> {
            if (outcome == Answer.ACKNOWLEDGED) {
                metrics.took(clock.millis() - receivedAt.toEpochMilli());
            }
            return outcome;
        });
    }

    @Override
    public void answered(Answer answer) {
        switch (answer) {
            case ACKNOWLEDGED -> {}
            case UNVERIFIED -> metrics.refused(Refusal.SIGNATURE);
            case FORBIDDEN -> metrics.refused(Refusal.ADDRESS);
            case NOT_FOUND -> metrics.refused(Refusal.PATH);
            case METHOD_NOT_ALLOWED -> metrics.refused(Refusal.METHOD);
            case TOO_SLOW -> metrics.refused(Refusal.BODY_TOO_SLOW);
            case TOO_LARGE -> metrics.refused(Refusal.BODY_TOO_LARGE);
            case UNSUPPORTED_ENCODING -> metrics.refused(Refusal.BODY_COMPRESSED);
            case UNAVAILABLE -> metrics.refused(Refusal.UNAVAILABLE);
        }
    }

    /** Deliveries that wait for Kafka. */
    public int inFlight() {
        return inFlight.count();
    }

    /** What these hold of the heap, by estimate. */
    public long inFlightBytes() {
        return inFlight.bytes();
    }

    private CompletableFuture<Answer> receive(String sha256, Instant receivedAt, Supplier<RoutedEvent> route) {
        Duration left = Duration.between(clock.instant(), receivedAt.plus(responseTimeout));
        if (!isOpen() || left.isNegative() || left.isZero()) {
            return CompletableFuture.completedFuture(Answer.UNAVAILABLE);
        }
        // a clock that was set back must not give anybody more time than Customer.io waits
        Duration wait = left.compareTo(responseTimeout) > 0 ? responseTimeout : left;
        Optional<CompletableFuture<Answer>> known = inFlight.join(sha256, wait);
        return known.orElseGet(() -> {
            boolean areLimitsKnown = sizeLimits.isSettled(); // before they are used
            RoutedEvent event = route.get();
            if (!areLimitsKnown && event.estimatedRecordBytes() > SizeLimits.ALWAYS_TAKEN) { // seconds after the start
                return CompletableFuture.completedFuture(Answer.UNAVAILABLE);
            }
            event.metrics().received(receivedAt.toEpochMilli());
            counts.verified(event.destination(), receivedAt);
            if (event.isQuarantined()) {
                tellOf(event, sha256);
            }
            return inFlight.admit(new DeliveryRecord(event, sourcePartition, receivedAt, inFlight), wait);
        });
    }

    /** Once for each reason. Somebody who pressed a button gets no warning for it. */
    private void tellOf(RoutedEvent event, String sha256) {
        if (event.isTest()) {
            log.info("Customer.io's test delivery arrived; it goes to {} ({})", event.topic(), event.destination());
        } else if (warnedOf.add(event.destination())) {
            log.warn(
                    "A verified delivery goes to {}, reason {}, sha256 {}. The documentation's page on troubleshooting says what to do."
                            + " Further ones with this reason are only counted.",
                    event.topic(),
                    event.destination(),
                    sha256);
        }
    }

    /** One thread that keeps the deadlines and gives the answers; what is attached to an answer must not block it. */
    private static ScheduledExecutorService scheduler() {
        return new ScheduledThreadPoolExecutor(1, TaskThreads.named("customerio-webhook-answers"));
    }
}
