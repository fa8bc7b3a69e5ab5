package io.cioconnect.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cioconnect.pace.Gathering;
import io.cioconnect.testing.TestRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // a row that finds no room waits for ever
class RecordQueueTest {
    private final RecordQueue queue = new RecordQueue(2, 1000);

    @Test
    void deliveriesOvertakeRows() throws Exception {
        TestRecord row = TestRecord.row(10);
        TestRecord delivery = TestRecord.delivery();
        queue.putRow(row);
        queue.putDelivery(delivery);

        assertThat(queue.take(Duration.ZERO)).containsExactly(delivery, row);
    }

    @Test
    void deliveriesThatOneThreadGathersComeTogether() throws Exception {
        TestRecord first = TestRecord.delivery();
        TestRecord second = TestRecord.delivery();
        Gathering.during(() -> {
            queue.putDelivery(first);
            queue.putDelivery(second);
            assertThat(takeInAnotherThread(Duration.ZERO, Duration.ZERO).join()).isEmpty();
        });

        assertThat(queue.take(Duration.ZERO)).containsExactly(first, second);
    }

    @Test
    void deliveriesThatComeTogetherWakeThePoll() throws Exception {
        CompletableFuture<List<TrackedRecord>> taken = takeInAnotherThread(Duration.ZERO);
        Gathering.during(() -> putDeliveries(3));

        assertThat(taken.join()).hasSize(3);
    }

    @Test
    void leavesOutDeliveriesNobodyWaitsForAnyMore() throws Exception {
        TestRecord expired = TestRecord.delivery();
        TestRecord wanted = TestRecord.delivery();
        expired.expire();
        queue.putDelivery(expired);
        queue.putDelivery(wanted);

        assertThat(queue.take(Duration.ZERO)).containsExactly(wanted);
    }

    @Test
    void rowsWaitUntilTheFateOfEarlierOnesIsKnown() throws Exception {
        TestRecord first = TestRecord.row(10);
        queue.putRow(first);
        queue.putRow(TestRecord.row(10));
        assertThat(queue.take(Duration.ZERO)).hasSize(2);

        TestRecord third = TestRecord.row(10);
        Thread putting = putInAnotherThread(queue, third);
        await("polling alone makes no room").until(() -> putting.getState() == Thread.State.WAITING);
        assertThat(queue.take(Duration.ZERO)).isEmpty();

        queue.resolved(first);
        putting.join();
        assertThat(queue.take(Duration.ZERO)).containsExactly(third);
    }

    @Test
    void rowsAreBoundedByBytesButOneAlwaysFits() throws Exception {
        TestRecord huge = TestRecord.row(5000);
        queue.putRow(huge);
        Thread putting = putInAnotherThread(queue, TestRecord.row(10));
        await("the second waits").until(() -> putting.getState() == Thread.State.WAITING);

        queue.take(Duration.ZERO);
        queue.resolved(huge);
        putting.join();
    }

    @Test
    void rowsFillTheBytesExactlyAndGiveThemBack() throws Exception {
        RecordQueue small = new RecordQueue(10, 100);
        TestRecord most = TestRecord.row(60);
        small.putRow(TestRecord.row(40));
        small.putRow(most);
        Thread putting = putInAnotherThread(small, TestRecord.row(1));
        await("one byte more waits").until(() -> putting.getState() == Thread.State.WAITING);
        small.take(Duration.ZERO);
        small.resolved(most);
        putting.join();

        small.putRow(TestRecord.row(59));
        assertThat(small.take(Duration.ZERO)).hasSize(2);
    }

    @Test
    void whatBecomesOfADeliveryMakesNoRoomForARow() throws Exception {
        RecordQueue small = new RecordQueue(1, 1000);
        HandedOver handedOver = new HandedOver(small, SizeLimits.standard());
        TestRecord expired = TestRecord.delivery();
        TestRecord acknowledged = TestRecord.delivery();
        expired.expire();
        small.putRow(TestRecord.row(10));
        small.putDelivery(expired);
        small.putDelivery(acknowledged);
        handedOver.add(small.take(Duration.ZERO));
        handedOver.acknowledge(acknowledged, new RecordMetadata(new TopicPartition("topic", 0), 0, 0, 0, 0, 0));

        Thread putting = putInAnotherThread(small, TestRecord.row(10));
        await("the row still has the only place").until(() -> putting.getState() == Thread.State.WAITING);
    }

    @Test
    void takeThrowsTheFirstFailure() {
        queue.fail(new ConnectException("the true cause"));
        queue.fail(new ConnectException("a consequence"));

        assertThatThrownBy(() -> queue.take(Duration.ofSeconds(10))).hasMessage("the true cause");
    }

    @Test
    void afterABatchOfManyItWaitsForAsManyAgain() throws Exception {
        putDeliveries(8);
        queue.take(Duration.ZERO);
        putDeliveries(1);
        CompletableFuture<List<TrackedRecord>> taken = takeInAnotherThread(Duration.ofMinutes(1));
        putDeliveries(6);
        assertThat(taken).as("one of eight is still missing").isNotDone();

        putDeliveries(1);

        assertThat(taken.join()).hasSize(8);
    }

    @Test
    void gathersNoLongerThanItMay() throws Exception {
        putDeliveries(8);
        queue.take(Duration.ZERO);
        putDeliveries(7);

        assertThat(queue.take(Duration.ZERO, Duration.ofMillis(1))).hasSize(7);
    }

    @Test
    void gathersNothingForAFewSendersAndNothingThatIsNotAsked() throws Exception {
        putDeliveries(7);
        queue.take(Duration.ZERO);
        putDeliveries(1);
        assertThat(queue.take(Duration.ZERO, Duration.ofDays(1))).hasSize(1);

        putDeliveries(8);
        queue.take(Duration.ZERO);
        putDeliveries(1);
        assertThat(queue.take(Duration.ofDays(1))).hasSize(1);
    }

    @Test
    void rowsDoNotCountAsManyDeliveries() throws Exception {
        RecordQueue roomy = new RecordQueue(100, 1000);
        for (int i = 0; i < 8; i++) {
            roomy.putRow(TestRecord.row(1));
        }
        roomy.take(Duration.ZERO);
        roomy.putDelivery(TestRecord.delivery());

        assertThat(roomy.take(Duration.ZERO, Duration.ofDays(1))).hasSize(1);
    }

    @Test
    void aFailureEndsTheGathering() throws Exception {
        putDeliveries(8);
        queue.take(Duration.ZERO);
        putDeliveries(1);
        CompletableFuture<List<TrackedRecord>> taken = takeInAnotherThread(Duration.ofMinutes(1));

        queue.fail(new ConnectException("the true cause"));

        assertThatThrownBy(taken::join).hasRootCauseMessage("the true cause");
    }

    @Test
    void takeWakesUpForADelivery() {
        CompletableFuture<List<TrackedRecord>> taken = takeInAnotherThread(Duration.ZERO);
        queue.putDelivery(TestRecord.delivery());

        assertThat(taken.join()).hasSize(1);
    }

    private CompletableFuture<List<TrackedRecord>> takeInAnotherThread(Duration gather) {
        return takeInAnotherThread(Duration.ofMinutes(1), gather);
    }

    private CompletableFuture<List<TrackedRecord>> takeInAnotherThread(Duration wait, Duration gather) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take(wait, gather);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    private void putDeliveries(int count) {
        for (int i = 0; i < count; i++) {
            queue.putDelivery(TestRecord.delivery());
        }
    }

    private static Thread putInAnotherThread(RecordQueue queue, TestRecord row) {
        Thread thread = new Thread(() -> {
            try {
                queue.putRow(row);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
