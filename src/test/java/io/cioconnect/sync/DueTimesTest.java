package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueTimesTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void aTableWithoutAPassIsDueNowAndNotIn1970() {
        SteadySync fresh = SteadySync.ending("campaigns", Duration.ofHours(6), Sync.Turn.COMPLETE);
        SteadySync known = SteadySync.ending("segments", Duration.ofHours(6), Sync.Turn.COMPLETE)
                .lastStarted(clock.instant().minus(Duration.ofHours(2)));

        new SyncLoop(List.of(fresh, known), new FakeConnect(false).queue(), clock, false).close();

        assertThat(fresh.due()).isEqualTo(clock.instant());
        assertThat(known.due()).isEqualTo(clock.instant().plus(Duration.ofHours(4)));
    }
}
