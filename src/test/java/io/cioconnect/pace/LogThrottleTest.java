package io.cioconnect.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow
    private final LogThrottle throttle = new LogThrottle(Duration.ofNanos(10), nanos::get);

    @Test
    void logsAtOnceAndThenOncePerPause() {
        assertThat(throttle.acquire()).isTrue();
        assertThat(throttle.acquire()).isFalse();
        nanos.addAndGet(9);
        assertThat(throttle.acquire()).isFalse();
        nanos.addAndGet(1);
        assertThat(throttle.acquire()).isTrue();
        assertThat(throttle.acquire()).isFalse();
    }

    @Test
    void logsTheNextTroubleAtOnce() {
        throttle.acquire();
        throttle.reset();

        assertThat(throttle.acquire()).isTrue();
    }
}
