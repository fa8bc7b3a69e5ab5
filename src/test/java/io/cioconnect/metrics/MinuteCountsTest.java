package io.cioconnect.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinuteCountsTest {
    private final ManualClock clock = new ManualClock();
    private final MinuteCounts counts = new MinuteCounts(clock);

    @Test
    void tellsTheLastHourByMinute() {
        counts.add();
        clock.advance(Duration.ofMinutes(59));
        counts.add();
        counts.add();

        assertThat(counts.snapshot()).hasSize(60).startsWith(1, 0).endsWith(0, 2);
        assertThat(counts.sum()).isEqualTo(3);

        clock.advance(Duration.ofMinutes(1));
        assertThat(counts.snapshot()).startsWith(0, 0).endsWith(2, 0);
        counts.add();
        assertThat(counts.sum()).as("the slot of an hour ago is used again").isEqualTo(3);

        clock.advance(Duration.ofDays(1));
        assertThat(counts.snapshot()).isEqualTo(List.copyOf(Collections.nCopies(60, 0)));
    }
}
