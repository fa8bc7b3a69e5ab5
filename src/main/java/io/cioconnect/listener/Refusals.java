package io.cioconnect.listener;

import io.cioconnect.pace.LogThrottle;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a listener did not take, and says so at most once a minute: a wrong signing key must not go unnoticed, but anybody
 * can send nonsense. Counted by any thread, reported by the thread that keeps the ports.
 */
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);
    private static final Set<Answer> STRANGERS =
            EnumSet.of(Answer.FORBIDDEN, Answer.NOT_FOUND, Answer.METHOD_NOT_ALLOWED);

    private final HostPort address;
    private final Map<Answer, AtomicLong> counts = new EnumMap<>(Answer.class);
    private final LogThrottle throttle;

    Refusals(HostPort address, Duration pause, LongSupplier nanoTime) {
        this.address = address;
        this.throttle = new LogThrottle(pause, nanoTime);
        for (Answer answer : EnumSet.complementOf(EnumSet.of(Answer.ACKNOWLEDGED))) {
            counts.put(answer, new AtomicLong());
        }
    }

    void count(Answer answer) {
        AtomicLong count = counts.get(answer);
        if (count != null) {
            count.incrementAndGet();
        }
    }

    /** Once per tick. */
    void report() {
        Map<Answer, Long> refused = due();
        if (refused.isEmpty()) {
            return;
        }
        if (STRANGERS.containsAll(refused.keySet())) {
            log.info("Requests refused on {} since the last such line: {}", address, text(refused));
        } else {
            log.warn("Deliveries refused on {} since the last such line: {}", address, text(refused));
        }
    }

    /** What has not been reported yet; nothing until it is time again. */
    Map<Answer, Long> due() {
        boolean any = counts.values().stream().anyMatch(count -> count.get() > 0);
        Map<Answer, Long> refused = new EnumMap<>(Answer.class);
        if (any && throttle.acquire()) {
            counts.forEach((answer, count) -> {
                long number = count.getAndSet(0);
                if (number > 0) {
                    refused.put(answer, number);
                }
            });
        }
        return refused;
    }

    /** On one line: each answer, how often it was given, and why or what to do. */
    static String text(Map<Answer, Long> refused) {
        return refused.entrySet().stream()
                .map(count -> count.getKey().status() + ": " + count.getValue() + " (" + reason(count.getKey()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String reason(Answer answer) {
        return switch (answer) {
            case ACKNOWLEDGED -> "acknowledged";
            case UNVERIFIED ->
                "signature missing or wrong, or timestamp outside webhook.timestamp.tolerance.ms: copy the key that Customer.io"
                        + " shows for the webhook into webhook.signing.keys, and check the worker's clock";
            case FORBIDDEN ->
                "caller not in webhook.allowed.addresses: if Customer.io calls through a proxy, add the proxy to"
                        + " webhook.trusted.proxies";
            case NOT_FOUND ->
                "unknown path or token: compare the webhook's URL in Customer.io with webhook.listen.path and"
                        + " webhook.url.tokens";
            case METHOD_NOT_ALLOWED -> "not a POST";
            case TOO_SLOW ->
                "body not complete within webhook.response.timeout.ms: look at the load balancer and the network";
            case TOO_LARGE -> "body above 8 MiB: webhook.with.content=false makes bodies smaller";
            case UNSUPPORTED_ENCODING -> "compressed body: turn compression off in the proxy";
            case UNAVAILABLE -> "not acknowledged by Kafka in time, over a limit, or no task accepts them";
        };
    }
}
