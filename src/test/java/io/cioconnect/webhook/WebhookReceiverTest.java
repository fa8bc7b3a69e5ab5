package io.cioconnect.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.TopicConfig;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.metrics.TaskMetrics;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.table.EventTables;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.ManualScheduler;
import io.cioconnect.testing.SignedWebhook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class WebhookReceiverTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final ManualClock clock = new ManualClock();
    private final ManualScheduler scheduler = new ManualScheduler(clock);
    private final RecordQueue queue = new RecordQueue(10, 1000);
    private final TaskMetrics metrics = TaskMetrics.unpublished();
    private final WebhookReceiver receiver = receiver(List.of(new Password("key")), List.of(), 512);

    @Test
    void answers200OnlyWhenKafkaHasTheRecordAndOnItsOwnThread() throws Exception {
        var answer = receiver.receive(event("1"), clock.instant());
        assertThat(answer).isNotDone();
        TrackedRecord record = polledOne();
        assertThat(answer).isNotDone();
        record.confirmed();
        assertThat(answer).as("completed on the thread that confirmed").isNotDone();
        scheduler.runDue();
        assertThat(answer).isCompletedWithValue(Answer.CONFIRMED);
        assertThat(count("webhook.confirmed")).isEqualTo(1);
        assertThat(count("webhook.email_events")).isEqualTo(1);
    }

    @Test
    void whatTheOperatorsConfigurationDropsIsAnswered200AndCounted() throws Exception {
        var answer = receiver.receive(event("1"), clock.instant());
        polledOne().dropped();
        scheduler.runDue();
        assertThat(answer).isCompletedWithValue(Answer.CONFIRMED);
        assertThat(count("webhook.dropped")).isEqualTo(1);
        assertThat(count("webhook.confirmed")).isZero();

        var again = receiver.receive(event("1"), clock.instant());
        assertThat(again).as("not in Kafka, so not remembered as if it were").isNotDone();
        assertThat(polled()).hasSize(1);
    }

    @Test
    void whatKafkaDidNotTakeIsAnswered503AndItsRetryIsWritten() throws Exception {
        var answer = receiver.receive(event("1"), clock.instant());
        polledOne().failed();
        scheduler.runDue();
        assertThat(answer).isCompletedWithValue(Answer.UNAVAILABLE);
        unwatched(receiver.receive(event("1"), clock.instant()));
        assertThat(polled()).hasSize(1);
    }

    @Test
    void aDeliveryNotConfirmedByItsDeadlineIsAnswered503CountedFromItsArrival() throws Exception {
        Instant arrived = clock.instant();
        scheduler.advance(Duration.ofMillis(900));
        var answer = receiver.receive(event("1"), arrived);
        scheduler.advance(Duration.ofMillis(2099));
        assertThat(answer).isNotDone();
        scheduler.advance(Duration.ofMillis(1));
        assertThat(answer).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(count("webhook.expired")).isEqualTo(1);

        assertThat(receiver.receive(event("2"), clock.instant().minus(TIMEOUT)))
                .isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(polled()).isEmpty();
    }

    @Test
    void aClockSetBackGivesNobodyMoreTime() {
        var answer = receiver.receive(event("1"), clock.instant().plusSeconds(3600));
        scheduler.advance(TIMEOUT);
        assertThat(answer).isCompletedWithValue(Answer.UNAVAILABLE);
    }

    @Test
    void aRecordThatExpiredInTheQueueIsNeverSentAndItsRetryIsTheOnlyCopy() throws Exception {
        unwatched(receiver.receive(event("1"), clock.instant()));
        scheduler.advance(TIMEOUT);
        var retry = receiver.receive(event("1"), clock.instant());
        List<TrackedRecord> polled = polled();
        assertThat(polled).hasSize(1);
        polled.get(0).confirmed();
        scheduler.runDue();
        assertThat(retry).isCompletedWithValue(Answer.CONFIRMED);
    }

    @Test
    void aLateConfirmationIsRememberedForTheRetry() throws Exception {
        var first = receiver.receive(event("1"), clock.instant());
        TrackedRecord record = polledOne();
        scheduler.advance(TIMEOUT);
        assertThat(first).isCompletedWithValue(Answer.UNAVAILABLE);
        record.confirmed();
        assertThat(receiver.receive(event("1"), clock.instant())).isCompletedWithValue(Answer.CONFIRMED);
        assertThat(polled()).isEmpty();
        assertThat(count("webhook.confirmed.late")).isEqualTo(1);
        assertThat(count("webhook.repeated")).isEqualTo(1);
    }

    @Test
    void aRetryJoinsTheFirstAttemptWithItsOwnDeadline() throws Exception {
        var first = receiver.receive(event("1"), clock.instant());
        scheduler.advance(Duration.ofSeconds(2));
        var second = receiver.receive(event("1"), clock.instant());
        TrackedRecord record = polledOne();
        scheduler.advance(Duration.ofSeconds(1));
        assertThat(first).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(second).isNotDone();
        scheduler.advance(Duration.ofSeconds(1));
        var third = receiver.receive(event("1"), clock.instant());
        record.confirmed();
        scheduler.runDue();
        assertThat(second).isCompletedWithValue(Answer.CONFIRMED);
        assertThat(third).isCompletedWithValue(Answer.CONFIRMED);
        assertThat(polled()).isEmpty();
    }

    @Test
    void aQueuedRecordIsSentAsLongAsOneOfItsDeliveriesWaits() throws Exception {
        unwatched(receiver.receive(event("1"), clock.instant()));
        scheduler.advance(Duration.ofSeconds(2));
        var second = receiver.receive(event("1"), clock.instant());
        scheduler.advance(Duration.ofSeconds(2));
        polledOne().confirmed();
        scheduler.runDue();
        assertThat(second).isCompletedWithValue(Answer.CONFIRMED);
    }

    @Test
    void theSameIdWithAnotherBodyIsWritten() throws Exception {
        unwatched(receiver.receive(event("1"), clock.instant()));
        polledOne().confirmed();
        byte[] other = new String(event("1"), UTF_8).replace("sent", "opened").getBytes(UTF_8);
        unwatched(receiver.receive(other, clock.instant()));
        assertThat(polledOne().key()).hasToString("Struct{event_id=1}");
    }

    @Test
    void whatIsInQuarantineIsNotWrittenTwiceEither() throws Exception {
        unwatched(receiver.receive("no JSON".getBytes(UTF_8), clock.instant()));
        polledOne().confirmed();
        assertThat(receiver.receive("no JSON".getBytes(UTF_8), clock.instant())).isCompletedWithValue(Answer.CONFIRMED);
        assertThat(count("webhook.quarantined.not_json")).isEqualTo(1);
    }

    @Test
    void aBodyTooLargeIsKeptAsItsHeadSizeAndDigest() throws Exception {
        byte[] head = new byte[300 * 1024];
        byte[] digest = new byte[32];
        digest[31] = (byte) 0xab;
        var answer = receiver.receiveTooLarge(head, 5_000_000, digest, clock.instant());
        TrackedRecord record = polledOne();
        assertThat(((Struct) record.key()).getString("sha256")).isEqualTo("0".repeat(62) + "ab");
        Struct value = (Struct) record.value();
        assertThat(value.getString("reason")).isEqualTo("too_large");
        assertThat(value.getInt64("body_size")).isEqualTo(5_000_000);
        assertThat(value.getBytes("body")).hasSize(256 * 1024);
        record.confirmed();
        scheduler.runDue();
        assertThat(answer).isCompletedWithValue(Answer.CONFIRMED);
    }

    @Test
    void aFullReceiverAnswers503AtOnceButStillLetsRetriesJoin() throws Exception {
        WebhookReceiver small = receiver(List.of(new Password("key")), List.of(), 2);
        var first = small.receive(event("1"), clock.instant());
        unwatched(small.receive(event("2"), clock.instant()));
        assertThat(small.receive(event("3"), clock.instant())).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(small.receive(event("1"), clock.instant())).isNotDone();
        assertThat(count("webhook.refused.limit")).isEqualTo(1);
        polled().forEach(TrackedRecord::confirmed);
        scheduler.runDue();
        assertThat(first).isCompletedWithValue(Answer.CONFIRMED);
        assertThat(small.receive(event("3"), clock.instant())).isNotDone();
    }

    @Test
    void aTaskThatIsNotPolledDoesNotGatherRetriesForEver() throws Exception {
        WebhookReceiver small = receiver(List.of(new Password("key")), List.of(), 5);
        for (int i = 0; i < 100; i++) {
            unwatched(small.receive(event("1"), clock.instant()));
            scheduler.advance(TIMEOUT);
        }
        assertThat(polled()).isEmpty();
        var afterwards = small.receive(event("1"), clock.instant());
        polledOne().confirmed();
        scheduler.runDue();
        assertThat(afterwards).isCompletedWithValue(Answer.CONFIRMED);
        assertThat(count("webhook.refused.limit")).isEqualTo(95);
    }

    @Test
    void closingAnswersWhatIsQueuedAndLeavesWhatIsSentToItsFate() throws Exception {
        var confirmed = receiver.receive(event("1"), clock.instant());
        var lost = receiver.receive(event("2"), clock.instant());
        List<TrackedRecord> sent = polled();
        var queued = receiver.receive(event("3"), clock.instant());
        receiver.close();
        scheduler.runDue();
        assertThat(queued).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(receiver.receive(event("1"), clock.instant())).isCompletedWithValue(Answer.UNAVAILABLE);
        assertThat(receiver.isOpen()).isFalse();
        assertThat(polled()).isEmpty();

        sent.get(0).confirmed();
        scheduler.runDue();
        assertThat(confirmed).isCompletedWithValue(Answer.CONFIRMED);
        scheduler.advance(TIMEOUT);
        assertThat(lost).isCompletedWithValue(Answer.UNAVAILABLE);
        scheduler.advance(Duration.ofSeconds(1));
        assertThat(scheduler.isShutdown()).isTrue();
        sent.get(1).confirmed();
    }

    @Test
    void isReadyWhilePolledAndNotBefore() {
        assertThat(receiver.isOpen()).isTrue();
        assertThat(receiver.isReady()).isFalse();
        receiver.polled();
        scheduler.advance(Duration.ofMillis(1999));
        assertThat(receiver.isReady()).isTrue();
        scheduler.advance(Duration.ofMillis(1));
        assertThat(receiver.isReady()).isFalse();
        assertThat(receiver.isOpen()).isTrue();
    }

    @Test
    void withoutKeyAndTokenItWaitsForAKey() {
        WebhookReceiver waiting = receiver(List.of(), List.of(), 10);
        waiting.polled();
        assertThat(waiting.isOpen()).isFalse();
        assertThat(waiting.isReady()).isFalse();
        assertThat(waiting.signature(List.of(), List.of()).isGenuine()).isFalse();
        assertThat(waiting.receive(event("1"), clock.instant())).isCompletedWithValue(Answer.UNAVAILABLE);

        waiting.useSigningKeys(List.of(new Password("key")));
        assertThat(waiting.isReady()).isTrue();
        assertThat(receiver(List.of(), List.of(new Password("token-0123456789abcdef")), 10)
                        .isOpen())
                .isTrue();
    }

    @Test
    void countsWhatWasVerifiedAndWhatWasNot() {
        byte[] body = event("1");
        Signature genuine = receiver.signature(List.of("1"), List.of(SignedWebhook.signature("key", "1", body)));
        genuine.update(body, 0, body.length);
        assertThat(genuine.isGenuine()).isTrue();
        assertThat(receiver.signature(List.of("1"), List.of("")).isGenuine()).isFalse();
        assertThat(count("webhook.verified")).isEqualTo(1);
        assertThat(count("webhook.unverified")).isEqualTo(1);
    }

    @Test
    void tellsPerTableWhatCameAndWhen() throws Exception {
        unwatched(receiver.receive(event("1"), clock.instant()));
        polledOne().confirmed();
        scheduler.advance(Duration.ofSeconds(1));
        unwatched(receiver.receive(event("1"), clock.instant()));
        Instant last = clock.instant();
        unwatched(receiver.receive(event("2"), last));
        unwatched(receiver.receive("[]".getBytes(UTF_8), last));
        assertThat(receiver.eventCounts())
                .containsOnlyKeys("email_events", "quarantined.no_event_id")
                .containsEntry("email_events", new EventCount(2, 1, last));
    }

    @Test
    void theRecordsTimeIsWhenItWasReceivedNotWhenTheEventHappened() throws Exception {
        Instant receivedAt = clock.instant();
        unwatched(receiver.receive(event("1"), receivedAt));
        TrackedRecord record = polledOne();
        assertThat(record.timestamp()).isEqualTo(receivedAt.toEpochMilli());
        assertThat(record.topic()).isEqualTo("cio.email_events");
        assertThat(record.kafkaPartition()).isNull();
        assertThat(record.toString()).doesNotContain("event_id");
    }

    private TrackedRecord polledOne() throws InterruptedException {
        List<TrackedRecord> polled = polled();
        assertThat(polled).hasSize(1);
        return polled.get(0);
    }

    private List<TrackedRecord> polled() throws InterruptedException {
        return queue.take(Duration.ZERO);
    }

    private long count(String name) {
        return metrics.counts().getOrDefault(name, 0L);
    }

    private static byte[] event(String id) {
        return """
                {"event_id":"%s","object_type":"email","metric":"sent","timestamp":1789430400,
                 "data":{"delivery_id":"d","identifiers":{"id":"7"},"recipient":"ada@example.com"}}""".formatted(id).getBytes(UTF_8);
    }

    private WebhookReceiver receiver(List<Password> keys, List<Password> tokens, int maxInFlight) {
        var config = new WebhookConfig(
                "localhost",
                0,
                "/webhooks/test",
                keys,
                tokens,
                Duration.ZERO,
                TIMEOUT,
                maxInFlight,
                1 << 20,
                512 * 1024,
                Duration.ZERO,
                Optional.empty(),
                OptionalInt.empty(),
                List.of(),
                List.of(),
                1);
        return new WebhookReceiver(
                config, new TopicConfig("cio", false), EventTables.names(), queue, metrics, clock, scheduler);
    }

    /** An answer that the test does not look at. */
    private static void unwatched(CompletableFuture<Answer> answer) {
        assertThat(answer).isNotNull();
    }
}
