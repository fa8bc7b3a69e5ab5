package io.cioconnect.simulator;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Delivers events to the registered reporting webhooks. Each has its own sender, which follows changes to the webhook. An event to which no
 * webhook subscribes is lost, as in Customer.io; so are the events of a webhook that is disabled, unless they are held, and the backlog of a
 * deleted one. Thread-safe.
 */
public final class DeliveringWebhooks implements AutoCloseable {
    private final ReportingWebhooks webhooks;
    private final String signingKey;
    private final SenderRules rules;
    private final AtomicInteger unwanted = new AtomicInteger();
    private final Map<Long, WebhookSender> senders = new HashMap<>(); // guarded by this, as is the next
    private boolean holding;

    /** @param signingKey of the workspace; no API answer contains it, a person copies it */
    public DeliveringWebhooks(ReportingWebhooks webhooks, String signingKey, SenderRules rules) {
        this.webhooks = webhooks;
        this.signingKey = signingKey;
        this.rules = rules;
        webhooks.onChange(this::follow);
        follow(webhooks.hooks());
    }

    /**
     * Whether the events of a disabled webhook wait until it is enabled again. At first they are lost, and its backlog is discarded;
     * Customer.io does not document what it does.
     */
    public synchronized void holdWhileDisabled(boolean value) {
        holding = value;
    }

    /** Adds the event to the backlog of every webhook that subscribes to it; returns the number of these webhooks. */
    public synchronized int emit(SampleEvent event) {
        int wanted = 0;
        for (Hook hook : webhooks.hooks()) {
            WebhookSender sender = senders.get(hook.id());
            if (sender != null && (hook.wants(event.name()) || isHeld(hook, event))) {
                sender.send(hook.withContent() ? event : event.withoutContent());
                wanted++;
            }
        }
        return wanted;
    }

    private boolean isHeld(Hook hook, SampleEvent event) {
        return holding && hook.disabled() && hook.events().contains(event.name());
    }

    /** Emits events at a steady rate until the load is closed; {@link #unwanted} returns how many were lost. */
    public SteadyLoad load(int perSecond, Supplier<SampleEvent> events) {
        return new SteadyLoad(perSecond, Integer.MAX_VALUE, () -> {
            if (emit(events.get()) == 0) {
                unwanted.incrementAndGet();
            }
        });
    }

    /** Events of loads to which no webhook subscribed. */
    public int unwanted() {
        return unwanted.get();
    }

    /** The sender of one webhook. */
    public synchronized WebhookSender sender(long hookId) {
        WebhookSender sender = senders.get(hookId);
        if (sender == null) {
            throw new IllegalArgumentException("no webhook " + hookId);
        }
        return sender;
    }

    private synchronized void follow(List<Hook> hooks) {
        Set<Long> left = new HashSet<>(senders.keySet());
        for (Hook hook : hooks) {
            if (hook.type().equals("webhook")) {
                URI endpoint = URI.create(hook.endpoint());
                WebhookSender sender =
                        senders.computeIfAbsent(hook.id(), id -> new WebhookSender(endpoint, signingKey, rules));
                sender.useEndpoint(endpoint);
                turn(sender, !hook.disabled());
                left.remove(hook.id());
            }
        }
        left.forEach(id -> senders.get(id).discard());
    }

    private void turn(WebhookSender sender, boolean on) {
        if (on) {
            sender.resume();
            return;
        }
        sender.pause();
        if (!holding) {
            sender.discard();
        }
    }

    /** All attempts of all webhooks, including removed ones. */
    public synchronized List<Attempt> attempts() {
        List<Attempt> all = new ArrayList<>();
        senders.values().forEach(sender -> all.addAll(sender.attempts()));
        return all;
    }

    @Override
    public synchronized void close() {
        for (WebhookSender sender : senders.values()) {
            sender.close();
        }
    }
}
