package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.api.AppApiException;
import io.cioconnect.api.KeyProblem;
import io.cioconnect.testing.CapturedLog;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the log says of a wrong key, region or scope, and of an API that is not reached: one line with what to do, and one each hour. */
class LastingFailureLogTest {
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final int TURNS_IN_AN_HOUR = 15;

    private final ManualClock clock = new ManualClock();
    private final AtomicInteger turns = new AtomicInteger();

    @Test
    void aKeyOfAnotherWorkspaceOrRegionIsSaidOnceAndEachHour() throws Exception {
        var refused = new AppApiException(401, "GET /v1/campaigns was answered 401: unauthorized");

        assertThat(logged(refused))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("ERROR", KeyProblem.REFUSED.toString(), "app.api.key", "region")
                                .contains("webhooks are received as before"),
                        line -> assertThat(line).contains("WARN", "for 60 min", "app.api.key", "region"));
    }

    @Test
    void aMissingScopeIsSaidOnceAndEachHour() throws Exception {
        var forbidden = new AppApiException(
                403, "GET /v1/campaigns was answered 403: forbidden. " + KeyProblem.LACKS_SCOPE.advice());

        assertThat(logged(forbidden))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("WARN", "Table campaigns: the pass failed", "scope of app.api.key"),
                        line -> assertThat(line).contains("WARN", "for 60 min", "scope of app.api.key"));
    }

    @Test
    void anApiThatIsNotReachedIsSaidOnceAndEachHour() throws Exception {
        var unreachable = new AppApiException(
                0, "GET /v1/campaigns: no connection: refused. Check region (or app.api.url, if set)");

        assertThat(logged(unreachable))
                .satisfiesExactly(
                        line -> assertThat(line).contains("WARN", "Table campaigns: the pass failed", "app.api.url"),
                        line -> assertThat(line).contains("WARN", "for 60 min", "app.api.url"));
    }

    /** The lines at WARN and ERROR of a bit more than an hour in which each turn fails. */
    private List<String> logged(AppApiException failure) throws Exception {
        var loop = new SyncLoop(List.of(new FailingSync(failure)), new FakeConnect(false).queue(), clock, true);
        try (var log = new CapturedLog();
                loop) {
            loop.start();
            for (int turn = 1; turn <= TURNS_IN_AN_HOUR; turn++) {
                int expected = turn;
                await("turn " + turn).until(() -> turns.get() >= expected);
                clock.awaitSleeper();
                clock.advance(INTERVAL);
            }
            await("the turn after that").until(() -> turns.get() > TURNS_IN_AN_HOUR);
            return log.lines(" io.cioconnect.sync.SyncLoop ").stream()
                    .filter(line -> line.contains("WARN") || line.contains("ERROR"))
                    .toList();
        }
    }

    /** Fails at each turn. */
    private final class FailingSync implements Sync {
        private final AppApiException failure;

        private FailingSync(AppApiException failure) {
            this.failure = failure;
        }

        @Override
        public String name() {
            return "campaigns";
        }

        @Override
        public Duration interval() {
            return INTERVAL;
        }

        @Override
        public Instant lastStart() {
            return Instant.EPOCH;
        }

        @Override
        public String remembered() {
            return "0 keys";
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
            throw failure;
        }

        @Override
        public void due(Instant at) {}

        @Override
        public void failed(String reason) {}
    }
}
