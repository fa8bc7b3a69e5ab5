package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.record.RecordQueue;
import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The clock is set back while a long turn is under way. */
class ClockSetBackTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock();
    private final SteadySync list = SteadySync.ending("segments", INTERVAL, Sync.Turn.COMPLETE);
    private final CompletableFuture<Integer> turnsOfTheList = new CompletableFuture<>();

    @Test
    void aListDoesNotWaitUntilItHasCaughtUp() throws Exception {
        try (var loop = new SyncLoop(List.of(list, new LongSync()), new RecordQueue(10, 1000), clock, false)) {
            loop.start();
            assertThat(turnsOfTheList.get())
                    .as("one before the long turn, one after the clock was set, one an interval later")
                    .isEqualTo(3);
        }
    }

    private final class LongSync implements Sync {
        private Instant lastStart = Instant.EPOCH;

        @Override
        public Turn run(Instant start, BetweenCalls others) throws InterruptedException {
            clock.advance(HOUR.negated());
            others.run();
            clock.advance(INTERVAL);
            others.run();
            turnsOfTheList.complete(list.turns());
            lastStart = start;
            return Turn.COMPLETE;
        }

        @Override
        public String name() {
            return "campaign_actions";
        }

        @Override
        public Duration interval() {
            return HOUR;
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
        public Optional<String> concern() {
            return Optional.empty();
        }

        @Override
        public boolean isShort() {
            return false;
        }

        @Override
        public boolean starting(boolean wasDue) {
            return false;
        }

        @Override
        public void due(Instant at) {}

        @Override
        public void failed(String reason) {}
    }
}
