package io.cioconnect.webhook;

import static io.cioconnect.webhook.ReceiverFixture.TIMEOUT;
import static io.cioconnect.webhook.ReceiverFixture.event;
import static io.cioconnect.webhook.ReceiverFixture.unwatched;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.listener.Answer;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.record.TrackedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** What each delivery is answered, and what is written of it. */
class WebhookReceiverTest {
    private final ReceiverFixture fixture = new ReceiverFixture();
    private final WebhookReceiver receiver = fixture.receiver(512);

    @Test
    void answers200OnlyWhenKafkaHasTheRecordAndOnItsOwnThread() throws Exception {
        var answer = receiver.receive(event("1"), fixture.clock.instant());
        assertThat(answer).isNotDone();
        TrackedRecord record = fixture.polledOne();
        assertThat(answer).isNotDone();
        record.acknowledged(0, 0);
        assertThat(answer).as("completed on the thread that confirmed").isNotDone();
        fixture.scheduler.runDue();
        assertThat(answer).isCompletedWithValue(Answer.ACKNOWLEDGED);
        assertThat(fixture.count("Confirmed")).isEqualTo(1);
        assertThat(fixture.received("email_events")).isEqualTo(1);
    }

    @Test
    void whatTheOperatorsConfigurationDropsIsAnswered200AndCounted() throws Exception {
        var answer = receiver.receive(event("1"), fixture.clock.instant());
        fixture.polledOne().filtered();
        fixture.scheduler.runDue();
        assertThat(answer).isCompletedWithValue(Answer.ACKNOWLEDGED);
        assertThat(fixture.count("Dropped")).isEqualTo(1);
        assertThat(fixture.count("Confirmed")).isZero();

        var again = receiver.receive(event("1"), fixture.clock.instant());
        assertThat(again).as("not in Kafka, so not remembered as if it were").isNotDone();
        assertThat(fixture.polled()).hasSize(1);
    }

    @Test
    void whatKafkaDidNotTakeIsAnswered503AndItsRetryIsWritten() throws Exception {
        var answer = receiver.receive(event("1"), fixture.clock.instant());
        fixture.polledOne().failed();
        fixture.scheduler.runDue();
        assertThat(answer).isCompletedWithValue(Answer.UNAVAILABLE);
        unwatched(receiver.receive(event("1"), fixture.clock.instant()));
        assertThat(fixture.polled()).hasSize(1);
    }

    @Test
    void aDeliveryNotConfirmedByItsDeadlineIsAnswered503CountedFromItsArrival() throws Exception {
        Instant arrived = fixture.clock.instant();
        fixture.scheduler.advance(Duration.ofMillis(900));
        var answer = receiver.receive(event("1"), arrived);
        fixture.scheduler.advance(Duration.ofMillis(2099));
        assertThat(answer).isNotDone();
        fixture.scheduler.advance(Duration.ofMillis(1));
        assertThat(answer).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(fixture.count("Expired")).isEqualTo(1);

        assertThat(receiver.receive(event("2"), fixture.clock.instant().minus(TIMEOUT)))
                .isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(fixture.polled()).isEmpty();
    }

    @Test
    void aClockSetBackGivesNobodyMoreTime() {
        var answer = receiver.receive(event("1"), fixture.clock.instant().plusSeconds(3600));
        fixture.scheduler.advance(TIMEOUT);
        assertThat(answer).isCompletedWithValue(Answer.UNAVAILABLE);
    }

    @Test
    void aRecordThatExpiredInTheQueueIsNeverSentAndItsRetryIsTheOnlyCopy() throws Exception {
        unwatched(receiver.receive(event("1"), fixture.clock.instant()));
        fixture.scheduler.advance(TIMEOUT);
        var retry = receiver.receive(event("1"), fixture.clock.instant());
        List<TrackedRecord> polled = fixture.polled();
        assertThat(polled).hasSize(1);
        polled.get(0).acknowledged(0, 0);
        fixture.scheduler.runDue();
        assertThat(retry).isCompletedWithValue(Answer.ACKNOWLEDGED);
    }

    @Test
    void aLateConfirmationIsRememberedForTheRetry() throws Exception {
        var first = receiver.receive(event("1"), fixture.clock.instant());
        TrackedRecord record = fixture.polledOne();
        fixture.scheduler.advance(TIMEOUT);
        assertThat(first).isCompletedWithValue(Answer.UNAVAILABLE);
        record.acknowledged(0, 0);
        assertThat(receiver.receive(event("1"), fixture.clock.instant())).isCompletedWithValue(Answer.ACKNOWLEDGED);
        assertThat(fixture.polled()).isEmpty();
        assertThat(fixture.count("Confirmed")).isEqualTo(1);
        assertThat(fixture.count("Repeated")).isEqualTo(1);
    }

    @Test
    void aRetryJoinsTheFirstAttemptWithItsOwnDeadline() throws Exception {
        var first = receiver.receive(event("1"), fixture.clock.instant());
        fixture.scheduler.advance(Duration.ofSeconds(2));
        var second = receiver.receive(event("1"), fixture.clock.instant());
        TrackedRecord record = fixture.polledOne();
        fixture.scheduler.advance(Duration.ofSeconds(1));
        assertThat(first).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(second).isNotDone();
        fixture.scheduler.advance(Duration.ofSeconds(1));
        var third = receiver.receive(event("1"), fixture.clock.instant());
        record.acknowledged(0, 0);
        fixture.scheduler.runDue();
        assertThat(second).isCompletedWithValue(Answer.ACKNOWLEDGED);
        assertThat(third).isCompletedWithValue(Answer.ACKNOWLEDGED);
        assertThat(fixture.polled()).isEmpty();
    }

    @Test
    void aQueuedRecordIsSentAsLongAsOneOfItsDeliveriesWaits() throws Exception {
        unwatched(receiver.receive(event("1"), fixture.clock.instant()));
        fixture.scheduler.advance(Duration.ofSeconds(2));
        var second = receiver.receive(event("1"), fixture.clock.instant());
        fixture.scheduler.advance(Duration.ofSeconds(2));
        fixture.polledOne().acknowledged(0, 0);
        fixture.scheduler.runDue();
        assertThat(second).isCompletedWithValue(Answer.ACKNOWLEDGED);
    }

    @Test
    void theSameIdWithAnotherBodyIsWritten() throws Exception {
        unwatched(receiver.receive(event("1"), fixture.clock.instant()));
        fixture.polledOne().acknowledged(0, 0);
        byte[] other = new String(event("1"), UTF_8).replace("sent", "opened").getBytes(UTF_8);
        unwatched(receiver.receive(other, fixture.clock.instant()));
        assertThat(fixture.polledOne().key()).hasToString("Struct{event_id=1}");
    }

    @Test
    void whatIsInQuarantineIsNotWrittenTwiceEither() throws Exception {
        unwatched(receiver.receive("no JSON".getBytes(UTF_8), fixture.clock.instant()));
        fixture.polledOne().acknowledged(0, 0);
        assertThat(receiver.receive("no JSON".getBytes(UTF_8), fixture.clock.instant()))
                .isCompletedWithValue(Answer.ACKNOWLEDGED);
        assertThat(fixture.received("quarantine")).isEqualTo(1);
    }

    @Test
    void aBodyTooLargeIsKeptAsItsHeadSizeAndDigest() throws Exception {
        byte[] head = new byte[300 * 1024];
        byte[] digest = new byte[32];
        digest[31] = (byte) 0xab;
        var answer = receiver.receiveTooLarge(head, 5_000_000, digest, fixture.clock.instant());
        TrackedRecord record = fixture.polledOne();
        assertThat(((Struct) record.key()).getString("sha256")).isEqualTo("0".repeat(62) + "ab");
        Struct value = (Struct) record.value();
        assertThat(value.getString("reason")).isEqualTo("too_large");
        assertThat(value.getInt64("body_size")).isEqualTo(5_000_000);
        assertThat(value.getBytes("body")).hasSize(256 * 1024);
        record.acknowledged(0, 0);
        fixture.scheduler.runDue();
        assertThat(answer).isCompletedWithValue(Answer.ACKNOWLEDGED);
    }

    /** Kafka was not asked yet what the topics take, and would refuse the record; the task would fail. */
    @Test
    void aLargeRecordWaitsUntilItIsKnownWhatItsTopicTakes() throws Exception {
        WebhookReceiver starting = fixture.receiver(new SizeLimits(Optional.empty(), Optional.empty(), fixture.clock));
        Instant now = fixture.clock.instant();
        byte[] quotes = eventWith("3", "\\\"".repeat(20_000));
        assertThat(quotes).hasSizeLessThan(SizeLimits.ALWAYS_TAKEN);

        assertThat(starting.receiveTooLarge(new byte[300 * 1024], 5_000_000, new byte[32], now))
                .isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(starting.receive(eventWith("2", "x".repeat(SizeLimits.ALWAYS_TAKEN)), now))
                .isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(starting.receive(quotes, now))
                .as("each takes four bytes in the record")
                .isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(fixture.received("quarantine") + fixture.received("email_events"))
                .isZero();
        unwatched(starting.receive(event("1"), now));
        assertThat(((Struct) fixture.polledOne().key()).getString("event_id")).isEqualTo("1");
    }

    @Test
    void theRecordsTimeIsWhenItWasReceivedNotWhenTheEventHappened() throws Exception {
        Instant receivedAt = fixture.clock.instant();
        unwatched(receiver.receive(event("1"), receivedAt));
        TrackedRecord record = fixture.polledOne();
        assertThat(record.timestamp()).isEqualTo(receivedAt.toEpochMilli());
        assertThat(record.topic()).isEqualTo("cio.email_events");
        assertThat(record.kafkaPartition()).isNull();
        assertThat(record.toString()).doesNotContain("event_id");
    }

    private static byte[] eventWith(String id, String unknownField) {
        String event = new String(ReceiverFixture.event(id), UTF_8);
        return event.replace("\"data\":{", "\"data\":{\"unknown\":\"" + unknownField + "\",")
                .getBytes(UTF_8);
    }
}
