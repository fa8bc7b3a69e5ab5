package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.api.AppApiException;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** One table is answered 401, and the others have intervals of their own. */
class RefusedTableTest {
    private final FakeConnect connect = new FakeConnect(false);
    private final ManualClock clock = new ManualClock();

    @Test
    void doesNotKeepATableWithALongerIntervalFromBeingRead() throws Exception {
        SteadySync refused = refused("broadcasts", Duration.ofHours(1));
        SteadySync other = SteadySync.ending("campaigns", Duration.ofHours(6), Sync.Turn.COMPLETE);
        try (SyncLoop loop = new SyncLoop(List.of(refused, other), connect.queue(), clock, true)) {
            loop.start();
            refused.awaitTurns(1);
            clock.advance(Duration.ofHours(1));
            other.awaitTurns(1);
            refused.awaitTurns(2);
            clock.advance(Duration.ofHours(6));
            other.awaitTurns(2);
        }
    }

    @Test
    void doesNotFailATaskWhoseOtherTablesAreNotDueForHours() throws Exception {
        SteadySync refused = refused("broadcasts", Duration.ofHours(1));
        SteadySync later = SteadySync.ending("campaigns", Duration.ofHours(9), Sync.Turn.COMPLETE)
                .lastStarted(clock.instant());
        SteadySync next = SteadySync.ending("segments", Duration.ofHours(6), Sync.Turn.COMPLETE)
                .lastStarted(clock.instant());
        try (SyncLoop loop = new SyncLoop(List.of(refused, later, next), connect.queue(), clock, false)) {
            loop.start();
            for (int turns = 1; turns <= 4; turns++) {
                refused.awaitTurns(turns);
                clock.awaitSleeper();
                clock.advance(KeyRefusals.PAUSE);
            }
            assertThat(connect.poll(Duration.ofMillis(1))).as("and no failure").isEmpty();
            assertThat(next.turns()).isEqualTo(1);
            assertThat(later.turns()).isZero();
        }
    }

    @Test
    void isNotExcusedByATurnThatAskedForNothing() throws Exception {
        SteadySync refused = refused("campaigns", Duration.ofHours(6));
        SteadySync idle = SteadySync.ending("deliveries", Duration.ofHours(6), Sync.Turn.NOTHING);
        try (SyncLoop loop = new SyncLoop(List.of(refused, idle), connect.queue(), clock, false)) {
            loop.start();
            for (int turns = 1; turns <= 2; turns++) {
                refused.awaitTurns(turns);
                clock.advance(KeyRefusals.PAUSE);
            }
            refused.awaitTurns(3);
            assertThatThrownBy(() -> connect.poll(Duration.ofMinutes(1)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("app.api.key");
        }
    }

    /** The old key was deleted before the new one was in place. */
    @Test
    void isReadAtOnceWithAnotherKey() throws Exception {
        SteadySync refused = refused("campaigns", Duration.ofHours(6));
        SteadySync postponed = SteadySync.ending("segments", Duration.ofHours(6), Sync.Turn.COMPLETE);
        SteadySync later = SteadySync.ending("newsletters", Duration.ofHours(6), Sync.Turn.COMPLETE)
                .lastStarted(clock.instant());
        try (SyncLoop loop = new SyncLoop(List.of(refused, postponed, later), connect.queue(), clock, true)) {
            loop.start();
            refused.awaitTurns(1);
            clock.awaitSleeper();
            assertThat(postponed.turns()).isZero();
            refused.recover();
            loop.keyReplaced();
            clock.advance(Duration.ofMinutes(1)); // the loop sleeps for no longer
            refused.awaitTurns(2);
            postponed.awaitTurns(1);
            clock.awaitSleeper();
            assertThat(later.turns()).as("not due").isZero();
        }
    }

    /** As with {@code refresh.on.start}: it was due, although its interval is not over. */
    @Test
    void doesNotCostAnotherTableThePassOfTheStart() throws Exception {
        SteadySync refused = refused("campaigns", Duration.ofHours(6));
        SteadySync postponed = SteadySync.ending("segments", Duration.ofHours(6), Sync.Turn.COMPLETE)
                .lastStarted(clock.instant())
                .onStart();
        try (SyncLoop loop = new SyncLoop(List.of(refused, postponed), connect.queue(), clock, true)) {
            loop.start();
            refused.awaitTurns(1);
            clock.awaitSleeper();
            assertThat(postponed.turns()).isZero();
            refused.recover();
            loop.keyReplaced();
            clock.advance(Duration.ofMinutes(1));
            refused.awaitTurns(2);
            postponed.awaitTurns(1);
        }
    }

    private static SteadySync refused(String name, Duration interval) {
        return SteadySync.failing(name, interval, new AppApiException(401, "refused"));
    }
}
