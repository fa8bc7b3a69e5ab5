package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.api.AppApiException;
import io.cioconnect.api.KeyProblem;
import io.cioconnect.testing.CapturedLog;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log says of a wrong key, region or scope, and of an API that is not reached: one line with what to do, and one each hour. */
class LastingFailureLogTest {
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final int TURNS_IN_AN_HOUR = 15;

    private final ManualClock clock = new ManualClock();

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
        var sync = SteadySync.failing("campaigns", INTERVAL, failure);
        var loop = new SyncLoop(List.of(sync), new FakeConnect(false).queue(), clock, true);
        try (var log = new CapturedLog();
                loop) {
            loop.start();
            for (int turn = 1; turn <= TURNS_IN_AN_HOUR; turn++) {
                sync.awaitTurns(turn);
                clock.awaitSleeper();
                clock.advance(INTERVAL);
            }
            sync.awaitTurns(TURNS_IN_AN_HOUR + 1);
            return log.lines(" io.cioconnect.sync.SyncLoop ").stream()
                    .filter(line -> line.contains("WARN") || line.contains("ERROR"))
                    .toList();
        }
    }
}
