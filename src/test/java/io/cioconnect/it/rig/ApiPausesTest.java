package io.cioconnect.it.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApiPausesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock();
    private final ApiPauses pauses = new ApiPauses(clock);

    @Test
    void nothingIsAddedWithoutPause() {
        assertThat(pauses.onTopOf(PATIENCE)).isEqualTo(PATIENCE);
    }

    @Test
    void whatIsLeftOfThePauseIsAdded() {
        pauses.ended();
        clock.advance(Duration.ofMinutes(2));
        assertThat(pauses.onTopOf(PATIENCE)).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void pauseThatIsOverAddsNothing() {
        pauses.ended();
        clock.advance(Duration.ofMinutes(6));
        assertThat(pauses.onTopOf(PATIENCE)).isEqualTo(PATIENCE);
    }
}
