package io.cioconnect.webhook;

import static io.cioconnect.webhook.ReceiverFixture.TIMEOUT;
import static io.cioconnect.webhook.ReceiverFixture.event;
import static io.cioconnect.webhook.ReceiverFixture.unwatched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.config.TopicConfig;
import io.cioconnect.listener.Answer;
import io.cioconnect.pace.Deadlines;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.table.EventTables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How much a receiver takes at once, and that it gives up each place again. */
class InFlightDeliveriesTest {
    private final ReceiverFixture fixture = new ReceiverFixture();

    @Test
    void aFullReceiverAnswers503AtOnceButStillLetsRetriesJoin() throws Exception {
        WebhookReceiver small = fixture.receiver(2);
        var first = small.receive(event("1"), fixture.clock.instant());
        unwatched(small.receive(event("2"), fixture.clock.instant()));
        assertThat(small.receive(event("3"), fixture.clock.instant())).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(small.receive(event("1"), fixture.clock.instant())).isNotDone();
        fixture.polled().forEach(record -> record.acknowledged(0, 0));
        fixture.scheduler.runDue();
        assertThat(first).isCompletedWithValue(Answer.ACKNOWLEDGED);
        assertThat(small.receive(event("3"), fixture.clock.instant())).isNotDone();
    }

    @Test
    void aReceiverWhoseBytesAreUsedUpAnswers503UntilKafkaHasSome() throws Exception {
        int ofOne = heapBytes(event("1"));
        WebhookReceiver small = fixture.receiver(512, 2L * ofOne);
        unwatched(small.receive(event("1"), fixture.clock.instant()));
        assertThat(small.inFlightBytes()).isEqualTo(ofOne);
        assertThat(small.receive(event("2"), fixture.clock.instant()))
                .as("they fit exactly")
                .isNotDone();
        assertThat(small.receive(event("3"), fixture.clock.instant())).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(small.inFlight()).isEqualTo(2);

        List<TrackedRecord> polled = fixture.polled();
        polled.get(0).acknowledged(0, 0);
        assertThat(small.inFlightBytes()).isEqualTo(ofOne);
        assertThat(small.receive(event("3"), fixture.clock.instant())).isNotDone();
        assertThat(small.receive(event("4"), fixture.clock.instant())).isCompletedWithValue(Answer.UNAVAILABLE);

        polled.get(1).failed();
        fixture.polledOne().filtered();
        assertThat(small.inFlight()).isZero();
        assertThat(small.inFlightBytes()).isZero();
    }

    @Test
    void aBodyThatIsLargerThanTheLimitIsTakenAlone() throws Exception {
        WebhookReceiver small = fixture.receiver(512, 1);
        var first = small.receive(event("1"), fixture.clock.instant());
        assertThat(first).as("or else it would never be").isNotDone();
        assertThat(small.receive(event("2"), fixture.clock.instant())).isCompletedWithValue(Answer.UNAVAILABLE);
        fixture.polledOne().acknowledged(0, 0);
        assertThat(small.receive(event("2"), fixture.clock.instant())).isNotDone();
    }

    @Test
    void aTaskThatTakesNothingDoesNotGatherRetriesForEver() throws Exception {
        WebhookReceiver small = fixture.receiver(5);
        for (int i = 0; i < 100; i++) {
            small.polled(); // and then blocked before it takes anything
            unwatched(small.receive(event("1"), fixture.clock.instant()));
            fixture.scheduler.advance(TIMEOUT);
        }
        assertThat(fixture.polled()).isEmpty();
        small.polled();
        var afterwards = small.receive(event("1"), fixture.clock.instant());
        fixture.polledOne().acknowledged(0, 0);
        fixture.scheduler.runDue();
        assertThat(afterwards).isCompletedWithValue(Answer.ACKNOWLEDGED);
        assertThat(fixture.count("Expired")).isEqualTo(5);
    }

    @Test
    void aDeliveryThatIsRoutedWhileTheTaskLetsGoIsNotQueuedAnyMore() throws Exception {
        InFlightDeliveries inFlight = inFlight(Deadlines.on(fixture.scheduler, fixture.clock::nanos));
        assertThat(inFlight.join("digest", TIMEOUT)).isEmpty();
        inFlight.close();
        assertThat(inFlight.admit(record(inFlight), TIMEOUT)).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(fixture.polled()).isEmpty();
    }

    @Test
    void aDeliveryForWhichNoDeadlineCanBeSetTakesNoPlace() throws Exception {
        var hasNoThread = new AtomicBoolean(true);
        InFlightDeliveries inFlight = inFlight(new Deadlines(
                (task, delay, unit) -> {
                    if (hasNoThread.get()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    var unused = fixture.scheduler.schedule(task, delay, unit);
                },
                fixture.clock::nanos));
        DeliveryRecord refused = record(inFlight);
        assertThatThrownBy(() -> inFlight.admit(refused, TIMEOUT)).isInstanceOf(OutOfMemoryError.class);
        assertThat(inFlight.count()).isZero();
        assertThat(inFlight.bytes()).isZero();
        assertThat(inFlight.join("digest", TIMEOUT)).as("not in flight").isEmpty();

        hasNoThread.set(false);
        CompletableFuture<Answer> retried = inFlight.admit(record(inFlight), TIMEOUT);
        assertThat(retried).isNotDone();
        fixture.scheduler.advance(TIMEOUT);
        assertThat(retried).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(fixture.polled()).isEmpty();
        assertThat(inFlight.count()).isZero();
    }

    private InFlightDeliveries inFlight(Deadlines deadlines) {
        return new InFlightDeliveries(
                10,
                1 << 20,
                fixture.queue,
                deadlines,
                new Answering(fixture.scheduler),
                fixture.metrics.receiver(),
                new EventCounts());
    }

    private DeliveryRecord record(InFlightDeliveries inFlight) {
        Instant now = fixture.clock.instant();
        RoutedEvent event = new EventRouter(
                        new TopicConfig("cio", false),
                        WebhookMetrics.of(EventTables.names(), fixture.clock),
                        SizeLimits.standard())
                .route(event("1"), "digest", now);
        return new DeliveryRecord(event, Map.of(), now, inFlight);
    }

    /** By the estimate: two bytes for each of the body. */
    private static int heapBytes(byte[] body) {
        return 2 * body.length;
    }
}
