package io.cioconnect.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final LatencyWindow window = new LatencyWindow(now::get);

    @Test
    void isZeroWithoutAnything() {
        assertThat(window.percentile(0.5)).isZero();
        assertThat(window.max()).isZero();
    }

    @Test
    void percentilesAreRightToThreePercent() {
        for (int millis = 1; millis <= 10_000; millis++) {
            window.add(millis);
        }
        assertThat(window.percentile(0.5)).isCloseTo(5_000, within(160L));
        assertThat(window.percentile(0.99)).isCloseTo(9_900, within(310L)).isLessThanOrEqualTo(10_000);
        assertThat(window.percentile(1)).isEqualTo(10_000);
        assertThat(window.max()).isEqualTo(10_000);
    }

    @Test
    void shortTimesAreExact() {
        for (int i = 0; i < 98; i++) {
            window.add(3);
        }
        window.add(40);
        window.add(1_000);
        assertThat(window.percentile(0.5)).isEqualTo(3);
        assertThat(window.percentile(0.99)).isEqualTo(40);
        assertThat(window.max()).isEqualTo(1_000);
    }

    @Test
    void everyTimeIsCounted() {
        for (long millis : new long[] {-1, 0, 63, 64, 65, 127, 128, 262_143, Long.MAX_VALUE}) {
            window.add(millis);
        }
        assertThat(window.percentile(1)).isEqualTo(262_143);
    }

    @Test
    void aMinuteLaterItIsForgotten() {
        window.add(500);
        now.addAndGet(TimeUnit.SECONDS.toNanos(55));
        window.add(7);
        assertThat(window.max()).isEqualTo(500);
        now.addAndGet(TimeUnit.SECONDS.toNanos(20));
        assertThat(window.max()).isEqualTo(7);
        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(window.max()).isZero();
        assertThat(window.percentile(0.99)).isZero();
    }
}
