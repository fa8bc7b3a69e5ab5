package io.cioconnect.it.warehouse;

import static org.awaitility.Awaitility.await;

import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Delivery;
import io.cioconnect.simulator.DeliveryEvents;
import io.cioconnect.simulator.DeliveryEvents.Made;
import io.cioconnect.simulator.SampleEvent;
import io.cioconnect.simulator.SteadyLoad;
import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Messages that are sent, opened and clicked while an hour takes a second, up to the time that a test allows; webhooks report it all. It begins
 * less than a day ago, because the connector goes by the time of this machine. Thread-safe.
 */
final class LivingDeliveries implements AutoCloseable {
    private static final Duration BEGINS_AGO = Duration.ofHours(22);
    private static final Duration STEP = Duration.ofMinutes(3);
    private static final int STEPS_PER_SECOND = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final CustomerIoSimulator customerIo;
    private final ManualClock clock = new ManualClock();
    private final Instant begin = Instant.now().minus(BEGINS_AGO);
    private final DeliveryEvents events;
    private final SteadyLoad life;
    private volatile Instant until = begin;

    /** @param history deliveries of the 60 days before it begins */
    LivingDeliveries(CustomerIoSimulator customerIo, int history, Consumer<SampleEvent> webhook) {
        this.customerIo = customerIo;
        clock.advance(Duration.between(clock.instant(), begin));
        customerIo.useClock(clock);
        customerIo.deliveries().create(history, begin.minus(Duration.ofDays(60)), begin);
        events = new DeliveryEvents(customerIo.deliveries(), clock, 1, webhook);
        life = new SteadyLoad(STEPS_PER_SECOND, Integer.MAX_VALUE, this::step);
    }

    private void step() {
        if (clock.instant().isBefore(until)) {
            clock.advance(STEP);
            customerIo.deliveries().create(clock.instant());
            events.tick();
        }
    }

    /** Lets that time come, and returns at once. */
    void goOnUntil(Duration afterBegin) {
        until = begin.plus(afterBegin);
    }

    /** Waits for the time that was allowed. */
    void awaitThen() {
        await("the deliveries live until " + until)
                .atMost(PATIENCE)
                .until(() -> !clock.instant().isBefore(until));
    }

    /** From now on nothing is reported, or everything again. */
    void loseWebhooks(boolean value) {
        events.lose(value);
    }

    /** Everything that happened and that a webhook reports, also before it began. */
    Set<String> happened() {
        return customerIo.deliveries().all().stream()
                .flatMap(delivery -> delivery.lifeUntil(clock.instant()).stream()
                        .filter(Delivery.Step::isEvent)
                        .map(step -> name(delivery.id(), step.metric(), step.at())))
                .collect(Collectors.toSet());
    }

    /** What was reported, or was to be and was lost. */
    Set<String> reported(boolean lost) {
        return events.made().stream()
                .filter(made -> made.lost() == lost)
                .map(made -> name(made.deliveryId(), made.metric(), made.at()))
                .collect(Collectors.toSet());
    }

    Set<String> reportedIds() {
        return events.made().stream()
                .filter(made -> !made.lost())
                .map(Made::eventId)
                .collect(Collectors.toSet());
    }

    static String name(Object deliveryId, Object metric, Object at) {
        return deliveryId + " " + metric + " " + at;
    }

    @Override
    public void close() {
        life.close();
    }
}
