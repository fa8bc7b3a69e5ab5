package io.cioconnect.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.metrics.ApiMetrics;
import io.cioconnect.schema.RowException;
import io.cioconnect.testing.ManualTime;
import io.cioconnect.testing.Metered;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final ApiMetrics metrics = new ApiMetrics(8);
    private final ManualTime time = new ManualTime();
    private final AtomicInteger tries = new AtomicInteger();
    private double random = 0.5;
    private final Pause pause = new Pause(time::nanos);
    private final Retries retries = retries(1e6);

    @Test
    void countsCallsRetriesAndRefusals() throws Exception {
        FailedAttempt throttled = FailedAttempt.of(FailedAttempt.Kind.THROTTLED, new AppApiException(429, "quota"))
                .retryAfter(Duration.ofSeconds(1));
        retries.call(failing(2, throttled));
        retries.call(failing(0, throttled));

        assertThat(Metered.value(ApiMetrics.GROUP, metrics, "Calls")).isEqualTo(4);
        assertThat(Metered.value(ApiMetrics.GROUP, metrics, "Retries")).isEqualTo(2);
        assertThat(Metered.value(ApiMetrics.GROUP, metrics, "Throttled")).isEqualTo(2);
    }

    @Test
    void answersFromTheTryThatSucceeds() throws Exception {
        assertThat(retries.call(failing(2, transientFailure(500)))).isEqualTo("answer");
        assertThat(tries).hasValue(3);
        assertThat(time.waits()).isEqualTo(seconds(2, 4));
    }

    @Test
    void givesUpAfterFiveTriesInAboutThirtySeconds() {
        assertFails(failing(99, transientFailure(503)), 503);
        assertThat(tries).hasValue(5);
        assertThat(time.waits()).isEqualTo(seconds(2, 4, 8, 16));
    }

    @Test
    void spreadsTheBackOffByAFifth() throws Exception {
        random = 0;
        retries.call(failing(1, transientFailure(500)));
        random = 0.9999;
        tries.set(0);
        retries.call(failing(1, transientFailure(500)));
        assertThat(time.waits()).containsExactly(Duration.ofMillis(1600), Duration.ofMillis(2399));
    }

    @Test
    void retryAfterMakesABackOffLongerButNeverShorter() throws Exception {
        retries.call(failing(2, transientFailure(503).retryAfter(Duration.ofSeconds(3))));
        assertThat(time.waits()).isEqualTo(seconds(3, 4));
    }

    @Test
    void aLastingFailureHasNoSecondTry() {
        assertFails(failing(99, FailedAttempt.permanent(new AppApiException(403, "no"))), 403);
        assertFails(failing(99, transientFailure(500).notRepeatable()), 500);
        assertThat(tries).hasValue(2);
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void waitsAsLongAsA429Says() throws Exception {
        retries.call(failing(3, quota().retryAfter(Duration.ofSeconds(1))));
        assertThat(time.waits()).isEqualTo(seconds(1, 1, 1));
        tries.set(0);
        assertFails(failing(99, quota().retryAfter(Duration.ofSeconds(1))), 429);
        assertThat(tries).hasValue(10);
    }

    @Test
    void a429WithoutRetryAfterWaitsAMinuteAndDoublesOverTheCallsUpToAQuarterOfAnHour() {
        assertFails(failing(99, quota()), 429);
        assertThat(tries).hasValue(3);
        assertFails(failing(99, quota()), 429);
        assertFails(failing(99, quota()), 429);
        assertThat(time.waits()).isEqualTo(seconds(60, 120, 240, 480, 900, 900, 900, 900));
    }

    @Test
    void anyAnswerBut429MakesTheNextPauseAMinuteAgain() throws Exception {
        retries.call(failing(2, quota()));
        tries.set(0);
        retries.call(failing(1, quota()));
        assertFails(failing(99, FailedAttempt.permanent(new AppApiException(404, "no"))), 404);
        tries.set(0);
        retries.call(failing(1, quota()));
        assertThat(time.waits()).isEqualTo(seconds(60, 120, 60, 60));
    }

    @Test
    void aPauseHoldsUpEveryCallOfTheClient() throws Exception {
        assertFails(failing(99, quota().retryAfter(Duration.ofSeconds(7)).notRepeatable()), 429);
        assertThat(time.waits()).isEmpty();
        retries.call(failing(0, quota()));
        assertThat(time.waits()).isEqualTo(seconds(7));
    }

    @Test
    void aPauseHoldsUpTheOtherClientsOfTheWorkspaceToo() throws Exception {
        assertFails(failing(99, quota().retryAfter(Duration.ofSeconds(7)).notRepeatable()), 429);
        retries(1e6).call(failing(0, quota()));
        assertThat(time.waits()).isEqualTo(seconds(7));
        assertThat(Pause.of("https://api.example.com", "a key")).isSameAs(Pause.of("https://api.example.com", "a key"));
        assertThat(Pause.of("https://api.example.com", "a key"))
                .isNotSameAs(Pause.of("https://api.example.com", "another"));
        assertThat(Pause.of("https://api.example.com", "a key"))
                .isNotSameAs(Pause.of("https://other.example.com", "a key"));
    }

    @Test
    void refusalsOfCallsThatWereUnderWayTogetherAreOne() {
        assertThat(pause.lengthen()).isEqualTo(Duration.ofSeconds(60));
        assertThat(pause.lengthen()).isEqualTo(Duration.ofSeconds(60));
        pause.lasts(Duration.ofSeconds(1));
        assertThat(pause.left()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void everyTryTakesAPermit() throws Exception {
        var slow = retries(0.001);
        slow.call(failing(1, transientFailure(500)));
        assertThat(time.waits()).hasSize(2);
        assertThat(time.waits().get(1)).isBetween(Duration.ofSeconds(900), Duration.ofSeconds(1000));
    }

    @Test
    void otherExceptionsPassUnchanged() {
        var row = new RowException(RowException.Kind.WITHOUT_KEY, "row");
        assertThatThrownBy(() -> retries.call(() -> {
                    throw row;
                }))
                .isSameAs(row);
        var bug = new IllegalStateException("bug");
        assertThatThrownBy(() -> retries.call(() -> {
                    throw bug;
                }))
                .isSameAs(bug);
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> retries.call(failing(0, quota()))).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(tries).hasValue(0);
    }

    @Test
    void theEndOfTheClientEndsTheWait() {
        time.end();
        assertFails(failing(0, quota()), 0);
        assertThat(tries).hasValue(0);
    }

    @Test
    void theLimiterSpreadsPermitsEvenly() {
        var limiter = new RateLimiter(0.5);
        assertThat(limiter.reserve()).isZero();
        assertThat(limiter.reserve()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(limiter.reserve()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
        assertThat(limiter.reserveWithin(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(limiter.reserve()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    private void assertFails(Retries.Try<String> once, int status) {
        assertThatThrownBy(() -> retries.call(once))
                .isInstanceOfSatisfying(
                        AppApiException.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    private Retries.Try<String> failing(int times, FailedAttempt failure) {
        int first = tries.get();
        return () -> {
            if (tries.incrementAndGet() - first <= times) {
                throw failure;
            }
            return "answer";
        };
    }

    private static FailedAttempt quota() {
        return FailedAttempt.of(FailedAttempt.Kind.THROTTLED, new AppApiException(429, "quota"));
    }

    private Retries retries(double requestsPerSecond) {
        return new Retries(time, new RateLimiter(requestsPerSecond), pause, metrics, () -> random);
    }

    private static FailedAttempt transientFailure(int status) {
        return FailedAttempt.transientFailure(new AppApiException(status, "broken"));
    }

    private static List<Duration> seconds(long... seconds) {
        return LongStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
    }
}
