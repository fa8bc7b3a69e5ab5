package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.record.TrackedRecord;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.testing.SteadyConnect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Lists that became too old to be written. */
class OutdatedPassTest {
    @Test
    void aPassThatTookTooLongWritesNothing() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.list.beforeReply(() -> table.clock.advance(TableFixture.TIMEOUT.plusMillis(1)));
            assertThatThrownBy(table::pass)
                    .isInstanceOf(PassFailedException.class)
                    .hasMessageContaining("refresh.pass.timeout.ms");
            assertThat(table.connect.log()).isEmpty();
        }
    }

    /** Or else it would hold the thread of all tables for ever. */
    @Test
    void aReplyWithoutEndIsNotReadAnyFurtherWhenThePassTookTooLong() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.list.endless(() -> table.clock.advance(TableFixture.TIMEOUT.plusMillis(1)));
            assertThatThrownBy(table::pass)
                    .isInstanceOf(PassFailedException.class)
                    .hasMessageContaining("refresh.pass.timeout.ms");
            assertThat(table.list.wasReadToItsEnd()).isFalse();
            assertThat(table.connect.log()).isEmpty();
        }
    }

    @Test
    void aPassThatWasPausedForTooLongIsNotWrittenOnResume() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 1000, "a");
            Future<PassMarker> pass = table.begin();
            List<TrackedRecord> beforeThePause = table.connect.poll(Duration.ofSeconds(60));
            beforeThePause.forEach(table.connect::send);
            table.clock.advance(TableFixture.TIMEOUT.plusMillis(1));
            assertThatThrownBy(() -> SteadyConnect.complete(pass, table.connect))
                    .isInstanceOf(PassFailedException.class)
                    .hasMessageContaining("refresh.pass.timeout.ms");
            assertThat(table.connect.log()).hasSameSizeAs(beforeThePause);
            assertThat(table.pass().counts().rows()).isEqualTo(1000);
        }
    }

    @Test
    void aListThatWasReadWhileTheTaskWasPausedForAnIntervalIsNotWritten() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 1000, "a");
            Future<PassMarker> pass = beginAndPause(table, TableFixture.INTERVAL);
            assertThatThrownBy(() -> SteadyConnect.complete(pass, table.connect))
                    .isInstanceOf(PassFailedException.class)
                    .hasMessageContaining("paused");
            assertThat(table.connect.log()).isEmpty();
            assertThat(table.pass().counts().rows()).isEqualTo(1000);
        }
    }

    @Test
    void theRestOfAListThatWaitedForAnIntervalIsNotWritten() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 1000, "a");
            Future<PassMarker> pass = table.begin();
            List<TrackedRecord> beforeThePause = table.connect.poll(Duration.ofSeconds(60));
            beforeThePause.forEach(table.connect::send);
            table.connect.pause(TableFixture.INTERVAL);
            assertThatThrownBy(() -> SteadyConnect.complete(pass, table.connect))
                    .isInstanceOf(PassFailedException.class)
                    .hasMessageContaining("paused");
            assertThat(table.connect.log()).hasSameSizeAs(beforeThePause);
        }
    }

    @Test
    void aShortPauseDoesNotMatter() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 1000, "a");
            Future<PassMarker> pass = beginAndPause(table, TableFixture.INTERVAL.minusMinutes(1));
            assertThat(SteadyConnect.complete(pass, table.connect).counts().rows())
                    .isEqualTo(1000);
        }
    }

    /** Nobody polls between the beginning of the pass and the end of the pause. */
    private static Future<PassMarker> beginAndPause(TableFixture table, Duration pause) throws InterruptedException {
        var reading = new CountDownLatch(1);
        table.list.beforeReply(reading::countDown);
        Future<PassMarker> pass = table.begin();
        reading.await();
        table.connect.pause(pause);
        return pass;
    }
}
