package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cioconnect.api.AppApiException;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One table is answered 401, and the others have intervals of their own. */
class RefusedTableTest {
    private final FakeConnect connect = new FakeConnect(false);
    private final ManualClock clock = new ManualClock();

    @Test
    void doesNotKeepATableWithALongerIntervalFromBeingRead() throws Exception {
        Table refused = new Table("broadcasts", Duration.ofHours(1), null);
        Table other = new Table("campaigns", Duration.ofHours(6), Sync.Turn.COMPLETE);
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
    void isNotExcusedByATurnThatAskedForNothing() throws Exception {
        Table refused = new Table("campaigns", Duration.ofHours(6), null);
        Table idle = new Table("deliveries", Duration.ofHours(6), Sync.Turn.NOTHING);
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

    /** Makes turns that all end in the same way, or are answered 401. */
    private static final class Table implements Sync {
        private final String name;
        private final Duration interval;
        private final @Nullable Turn turn;
        private final AtomicInteger turns = new AtomicInteger();
        private volatile Instant lastStart = Instant.EPOCH;

        Table(String name, Duration interval, @Nullable Turn turn) {
            this.name = name;
            this.interval = interval;
            this.turn = turn;
        }

        void awaitTurns(int count) {
            await(count + " turns of " + name).until(() -> turns.get() >= count);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Duration interval() {
            return interval;
        }

        @Override
        public Instant lastStart() {
            return lastStart;
        }

        @Override
        public String remembered() {
            return "nothing";
        }

        @Override
        public boolean isShort() {
            return true;
        }

        @Override
        public boolean starting(boolean wasDue) {
            return false;
        }

        @Override
        public Turn run(Instant start, BetweenCalls others) throws AppApiException {
            turns.incrementAndGet();
            if (turn == null) {
                throw new AppApiException(401, "refused");
            }
            lastStart = start;
            return turn;
        }

        @Override
        public void due(Instant at) {}

        @Override
        public void failed(String reason) {}
    }
}
