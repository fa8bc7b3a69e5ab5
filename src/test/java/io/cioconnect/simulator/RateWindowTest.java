package io.cioconnect.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateWindowTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final RateWindow window = new RateWindow(2, Duration.ofSeconds(1), now::get);

    @Test
    void admitsTheLimitInAnyWindowAndDoesNotCountWhatItRefused() {
        assertThat(window.admit()).isTrue();
        now.addAndGet(600_000_000);
        assertThat(window.admit()).isTrue();
        assertThat(window.admit()).isFalse();
        now.addAndGet(400_000_000); // the first request is a second old
        assertThat(window.admit()).isTrue();
        assertThat(window.admit()).isFalse();
    }
}
