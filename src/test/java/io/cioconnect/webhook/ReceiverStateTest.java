package io.cioconnect.webhook;

import static io.cioconnect.webhook.ReceiverFixture.TIMEOUT;
import static io.cioconnect.webhook.ReceiverFixture.event;
import static io.cioconnect.webhook.ReceiverFixture.unwatched;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.listener.Answer;
import io.cioconnect.listener.Signature;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.simulator.SignedWebhook;
import io.cioconnect.testing.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a receiver takes deliveries, when it lets go, and what it tells of itself. */
class ReceiverStateTest {
    private final ReceiverFixture fixture = new ReceiverFixture();
    private final WebhookReceiver receiver = fixture.receiver(512);

    @Test
    void closingAnswersWhatIsQueuedAndLeavesWhatIsSentToItsFate() throws Exception {
        var acknowledged = receiver.receive(event("1"), fixture.clock.instant());
        var lost = receiver.receive(event("2"), fixture.clock.instant());
        List<TrackedRecord> sent = fixture.polled();
        var queued = receiver.receive(event("3"), fixture.clock.instant());
        receiver.close();
        fixture.scheduler.runDue();
        assertThat(queued).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(receiver.receive(event("1"), fixture.clock.instant())).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(receiver.isOpen()).isFalse();
        assertThat(fixture.polled()).isEmpty();

        sent.get(0).acknowledged(0, 0);
        fixture.scheduler.runDue();
        assertThat(acknowledged).isCompletedWithValue(Answer.ACKNOWLEDGED);
        fixture.scheduler.advance(TIMEOUT);
        assertThat(lost).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(fixture.scheduler.isShutdown()).as("gave the last answer").isFalse();
        fixture.scheduler.advance(Duration.ofSeconds(1));
        assertThat(fixture.scheduler.isShutdown()).isTrue();
        sent.get(1).acknowledged(0, 0);
    }

    @Test
    void isReadyWhilePolledAndNotBefore() {
        assertThat(receiver.isOpen()).isTrue();
        assertThat(receiver.isReady()).isFalse();
        receiver.polled();
        fixture.scheduler.advance(Duration.ofMillis(1999));
        assertThat(receiver.isReady()).isTrue();
        fixture.scheduler.advance(Duration.ofMillis(1));
        assertThat(receiver.isReady()).isFalse();
        assertThat(receiver.isOpen())
                .as("a task that is paused or blocked takes nothing")
                .isFalse();
        assertThat(receiver.receive(event("1"), fixture.clock.instant())).isCompletedWithValue(Answer.UNAVAILABLE);
        receiver.polled();
        assertThat(receiver.isOpen()).isTrue();
    }

    @Test
    void aClockThatIsSetMakesNobodyReadyOrUnready() {
        for (Duration step : List.of(Duration.ofHours(-1), Duration.ofHours(1))) {
            var wall = new ManualClock();
            WebhookReceiver paused = fixture.receiver(wall);
            wall.advance(step);
            assertThat(paused.isOpen()).as("it is starting").isTrue();
            paused.polled();
            wall.advance(step);
            assertThat(paused.isReady()).isTrue();
            fixture.scheduler.advance(Duration.ofSeconds(2));
            assertThat(paused.isReady()).isFalse();
            assertThat(paused.isOpen()).isFalse();
        }
    }

    @Test
    void takesDeliveriesForAWhileBeforeTheFirstPoll() {
        fixture.scheduler.advance(Duration.ofMillis(9_999));
        assertThat(receiver.isOpen()).isTrue();
        assertThat(receiver.isReady()).isFalse();
        fixture.scheduler.advance(Duration.ofMillis(1));
        assertThat(receiver.isOpen()).isFalse();
    }

    @Test
    void withoutKeyAndTokenItWaitsForAKey() {
        WebhookReceiver waiting = fixture.receiver(10, List.of());
        waiting.polled();
        assertThat(waiting.isOpen()).isFalse();
        assertThat(waiting.isReady()).isFalse();
        assertThat(waiting.signature(List.of(), List.of()).isGenuine()).isFalse();
        assertThat(waiting.receive(event("1"), fixture.clock.instant())).isCompletedWithValue(Answer.UNAVAILABLE);

        waiting.useSigningKeys(List.of(new Password("key")));
        assertThat(waiting.isReady()).isTrue();
        assertThat(fixture.receiver(10, List.of(), "token-0123456789abcdef").isOpen())
                .isTrue();
    }

    @Test
    void countsOnlyWhatIsVerified() {
        byte[] body = event("1");
        Signature genuine = receiver.signature(List.of("1"), List.of(SignedWebhook.signature("key", "1", body)));
        genuine.update(body, 0, body.length);
        assertThat(genuine.isGenuine()).isTrue();
        unwatched(receiver.receive(body, fixture.clock.instant()));
        assertThat(receiver.eventCounts().get("email_events").verified()).isEqualTo(1);
        assertThat(fixture.received("email_events")).isEqualTo(1);

        assertThat(receiver.signature(List.of("1"), List.of("")).isGenuine()).isFalse();
        assertThat(fixture.received("email_events")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "UNVERIFIED, signature",
        "FORBIDDEN, address",
        "NOT_FOUND, path",
        "METHOD_NOT_ALLOWED, method",
        "TOO_SLOW, body_too_slow",
        "TOO_LARGE, body_too_large",
        "UNSUPPORTED_ENCODING, body_compressed",
        "UNAVAILABLE, unavailable"
    })
    void countsEachAnswerButThe200ByItsReason(Answer answer, String reason) {
        receiver.answered(answer);
        receiver.answered(Answer.ACKNOWLEDGED);
        assertThat(fixture.metrics.receiver().refusedLastHour()).containsOnly(Map.entry(reason, 1L));
    }

    @Test
    void tellsHowLongAnAnswer200TookFromTheArrivalOn() throws Exception {
        Instant arrived = fixture.clock.instant();
        fixture.scheduler.advance(Duration.ofMillis(7));
        unwatched(receiver.receive(event("1"), arrived));
        unwatched(receiver.receive(event("2"), arrived));
        List<TrackedRecord> polled = fixture.polled();
        fixture.scheduler.advance(Duration.ofMillis(30));
        polled.get(0).acknowledged(0, 0);
        fixture.scheduler.runDue();
        fixture.scheduler.advance(TIMEOUT);

        assertThat(fixture.count("Expired")).isEqualTo(1);
        assertThat(fixture.count("LatencyMillisMax")).as("not of the 503").isEqualTo(37);
    }

    @Test
    void tellsPerTableWhatCameAndWhen() throws Exception {
        unwatched(receiver.receive(event("1"), fixture.clock.instant()));
        fixture.polledOne().acknowledged(0, 0);
        fixture.scheduler.advance(Duration.ofSeconds(1));
        unwatched(receiver.receive(event("1"), fixture.clock.instant()));
        Instant last = fixture.clock.instant();
        unwatched(receiver.receive(event("2"), last));
        unwatched(receiver.receive("[]".getBytes(UTF_8), last));
        assertThat(receiver.eventCounts())
                .containsOnlyKeys("email_events", "quarantined.no_event_id")
                .containsEntry("email_events", new EventCount(2, 1, last));
    }

    @Test
    void warnsOfWhatFitsNoTableButNotOfTheTestButton() throws Exception {
        WebhookReceiver smsOnly = fixture.receiverOf(List.of("sms_events"));
        byte[] test = Files.readAllBytes(Path.of("src/test/resources/webhook-edge/email_sent_by_the_test_button.json"));
        assertThat(logOf(() -> unwatched(smsOnly.receive(test, fixture.clock.instant()))))
                .contains("INFO")
                .doesNotContain("WARN");
        assertThat(logOf(() -> unwatched(smsOnly.receive(event("1"), fixture.clock.instant()))))
                .contains("WARN", "quarantined.table_not_selected");
        assertThat(fixture.polled())
                .extracting(TrackedRecord::topic)
                .containsExactly("cio.quarantine", "cio.quarantine");
    }

    @Test
    void logsDropsOnceAMinute() throws Exception {
        for (String id : List.of("1", "2", "3")) {
            unwatched(receiver.receive(event(id), fixture.clock.instant()));
        }
        List<TrackedRecord> polled = fixture.polled();

        assertThat(logOf(() -> polled.forEach(TrackedRecord::filtered)).lines())
                .singleElement()
                .asString()
                .contains("INFO", "1 event(s) are not in Kafka", "errors.tolerance=all");
        assertThat(fixture.count("Dropped")).isEqualTo(3);
    }

    private static String logOf(Runnable action) {
        var log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(UTF_8);
    }
}
