package io.cioconnect.quickstart;

import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Delivery;
import io.cioconnect.simulator.DeliveryEvents;
import io.cioconnect.simulator.DeliveryEvents.Made;
import io.cioconnect.simulator.SampleEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Messages that are sent, opened and clicked: some in the days before, the others in twelve hours that pass in about a minute and end now.
 * Webhooks report what happens in these hours, and the metrics of campaigns and of other messages count it. For one thread.
 */
final class SimulatedDay {
    /** How long it would take in Customer.io. */
    static final Duration LENGTH = Duration.ofHours(12);

    /** Messages that were sent in the days before. */
    static final int HISTORY = 600;

    private static final int MESSAGES = 480;
    private static final Duration BETWEEN = LENGTH.dividedBy(MESSAGES);
    private static final Duration DAYS_BEFORE = Duration.ofDays(29);
    private static final Map<String, String> PATHS = Map.of(
            "campaign_id", "campaigns/",
            "newsletter_id", "newsletters/",
            "broadcast_id", "broadcasts/",
            "transactional_message_id", "transactional/");

    private final CustomerIoSimulator simulator;
    private final DayClock clock;
    private final DeliveryEvents events;
    private final Duration lasts;
    private final Map<String, Integer> counted = new HashMap<>();
    private Instant next;

    /**
     * It waits in its first seconds until it is told to begin.
     *
     * @param lasts how long it takes then
     * @param webhook takes the events
     */
    SimulatedDay(CustomerIoSimulator simulator, Clock base, Duration lasts, Consumer<SampleEvent> webhook) {
        this.simulator = simulator;
        this.lasts = lasts;
        clock = new DayClock(base, LENGTH);
        simulator.useClock(clock);
        next = clock.instant();
        simulator.deliveries().create(HISTORY, next.minus(DAYS_BEFORE), next);
        events = new DeliveryEvents(simulator.deliveries(), clock, 1, webhook);
        count();
    }

    void begin() {
        clock.hurry(Math.toIntExact(LENGTH.dividedBy(lasts)));
    }

    /** How long it takes. */
    Duration lasts() {
        return lasts;
    }

    Instant now() {
        return clock.instant();
    }

    /** Sends messages, and reports what happened to all of them since the last call. */
    void tick() {
        while (!next.isAfter(clock.instant())) {
            simulator.deliveries().create(next);
            next = next.plus(BETWEEN);
        }
        events.tick();
        count();
    }

    /** Whether webhooks are lost from now on. */
    void lose(boolean value) {
        events.lose(value);
    }

    /** Events for which no webhook was sent. */
    List<Made> lost() {
        return events.made().stream().filter(Made::lost).toList();
    }

    // Customer.io books everything on the day on which the message was sent.
    private void count() {
        for (Delivery delivery : simulator.deliveries().all()) {
            List<Delivery.Step> life = delivery.lifeUntil(clock.instant());
            String parent =
                    PATHS.get(delivery.parent().field()) + delivery.parent().id();
            life.stream()
                    .skip(counted.getOrDefault(delivery.id(), 0))
                    .forEach(step -> simulator.wider().metrics().of(parent).add(delivery.created(), step.metric(), 1));
            counted.put(delivery.id(), life.size());
        }
    }
}
