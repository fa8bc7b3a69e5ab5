package io.cioconnect.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cioconnect.testing.TestRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

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
        Thread putting = putInAnotherThread(third);
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
        Thread putting = putInAnotherThread(TestRecord.row(10));
        await("the second waits").until(() -> putting.getState() == Thread.State.WAITING);

        queue.take(Duration.ZERO);
        queue.resolved(huge);
        putting.join();
    }

    @Test
    void takeThrowsTheFirstFailure() {
        queue.fail(new ConnectException("the true cause"));
        queue.fail(new ConnectException("a consequence"));

        assertThatThrownBy(() -> queue.take(Duration.ofSeconds(10))).hasMessage("the true cause");
    }

    @Test
    void takeWakesUpForADelivery() {
        CompletableFuture<List<TrackedRecord>> taken = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take(Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        queue.putDelivery(TestRecord.delivery());

        assertThat(taken.join()).hasSize(1);
    }

    private Thread putInAnotherThread(TestRecord row) {
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
