package io.cioconnect.api;

import io.cioconnect.config.AppApiConfig;
import io.cioconnect.metrics.ApiMetrics;
import io.cioconnect.pace.Time;
import io.cioconnect.testing.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** A client that waits before another try by moving a test's clock on. */
public final class PatientClient {
    /** Shorter waits are the rate limiter's. */
    private static final Duration SHORTEST = Duration.ofMillis(10);

    private PatientClient() {}

    public static AppApiClient of(URI url, ManualClock clock) {
        var config = new AppApiConfig(url, Optional.of(new Password("key")), 1_000_000, Duration.ofSeconds(10));
        var time = new MovingTime(clock);
        return new AppApiClient(
                config, new ApiMetrics(1e6), "test", List.of(), time, new Pause(clock::nanos), () -> 0.5);
    }

    private static final class MovingTime implements Time {
        private final ManualClock clock;
        private volatile boolean ended;

        private MovingTime(ManualClock clock) {
            this.clock = clock;
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public boolean sleep(Duration duration) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (duration.compareTo(SHORTEST) >= 0) {
                clock.advance(duration);
            }
            return !ended;
        }

        @Override
        public void end() {
            ended = true;
        }
    }
}
