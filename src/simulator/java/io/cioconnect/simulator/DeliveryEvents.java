package io.cioconnect.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cioconnect.simulator.Delivery.Step;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Reports by webhook what happens to the deliveries, when the clock reaches that time. Whatever happened before this was created is
 * history, which only the API shows. Thread-safe.
 */
public final class DeliveryEvents {
    private final Deliveries deliveries;
    private final Clock clock;
    private final Consumer<SampleEvent> sender;
    private final Random random;
    private final Instant since;
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing((Due d) -> d.step.at())
            .thenComparing(d -> d.delivery.id())
            .thenComparing(d -> d.step.metric()));
    private final List<Made> made = new ArrayList<>();
    private boolean losing;

    private record Due(Delivery delivery, Step step) {}

    /**
     * An event for one step of a delivery.
     *
     * @param lost never handed to the sender
     */
    public record Made(String deliveryId, String metric, Instant at, String eventId, boolean lost) {}

    /** @param sender such as {@code webhooks::emit} */
    public DeliveryEvents(Deliveries deliveries, Clock clock, long seed, Consumer<SampleEvent> sender) {
        this.deliveries = deliveries;
        this.clock = clock;
        this.sender = sender;
        this.random = new Random(seed);
        this.since = clock.instant();
        deliveries.follow(this::follow);
    }

    private synchronized void follow(Delivery delivery) {
        for (Step step : delivery.life()) {
            if (step.isEvent() && step.at().isAfter(since)) {
                due.add(new Due(delivery, step));
            }
        }
    }

    /** Whether due events are lost from now on, as when Customer.io gives up on an endpoint. */
    public synchronized void lose(boolean value) {
        losing = value;
    }

    /** Sends, or loses, the events that became due since the last call, in order of time; returns their number. */
    public synchronized int tick() {
        Instant now = clock.instant();
        int count = 0;
        for (Due next = due.peek(); next != null && !next.step.at().isAfter(now); next = due.peek()) {
            due.remove();
            tell(next.delivery, next.step);
            count++;
        }
        return count;
    }

    /** Creates deliveries at a steady rate of real time, and reports what happens to all of them, until the load is closed. */
    public SteadyLoad load(int perSecond) {
        return new SteadyLoad(perSecond, Integer.MAX_VALUE, () -> {
            deliveries.create(clock.instant());
            tick();
        });
    }

    /** All events that have become due so far, including lost ones. */
    public synchronized List<Made> made() {
        return List.copyOf(made);
    }

    private void tell(Delivery delivery, Step step) {
        String eventId = Ulid.at(step.at().toEpochMilli(), random);
        made.add(new Made(delivery.id(), step.metric(), step.at(), eventId, losing));
        if (losing) {
            return;
        }
        try {
            byte[] body = Samples.JSON.writeValueAsBytes(delivery.event(step, eventId, deliveries.privacyOf(delivery)));
            sender.accept(new SampleEvent(eventId, delivery.objectType() + "_" + step.metric(), body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
