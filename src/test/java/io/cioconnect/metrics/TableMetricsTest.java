package io.cioconnect.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TableMetricsTest {
    private final ManualClock clock = new ManualClock();
    private final TableMetrics metrics = new TableMetrics(Duration.ofHours(6), clock);

    @Test
    void aPassInWhichTheClockWasSetBackTookNoNegativeTime() {
        Instant start = clock.instant();
        metrics.passed(start, start.minusSeconds(3_600), 1, 1, 0, 0);

        assertThat(value("LastPassMillis")).isEqualTo(0L);
        assertThat(value("PassesCompleted")).isEqualTo(1L);
    }

    private Object value(String attribute) {
        return TableMetrics.GROUP.attributes().stream()
                .filter(metric -> metric.name().equals(attribute))
                .findFirst()
                .orElseThrow()
                .value()
                .apply(metrics);
    }
}
