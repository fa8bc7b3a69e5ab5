package io.cioconnect.it.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final FaultKind WORKER = FaultKind.of("worker-kill-1", "worker-1", draw -> () -> {});
    private static final FaultKind LINK = FaultKind.of("link-api-reset", "link-api", draw -> () -> {});
    private static final int PATIENT = 1;
    private static final int IMPATIENT = 4;

    private final AtomicInteger acknowledged = new AtomicInteger();
    private final ManualClock clock = new ManualClock();
    private final Recovery recovery = new Recovery(acknowledged::get, clock);

    @Test
    void firstFaultNeedNotWait() {
        assertThat(recovery.admits(WORKER, PATIENT)).isTrue();
    }

    @Test
    void nextFaultThatStopsWorkWaitsUntilTheConnectorHasWorkedAsLongAsItHadNot() {
        recovery.begun(WORKER);
        clock.advance(Duration.ofSeconds(9));
        recovery.ended(WORKER);
        clock.advance(Duration.ofMinutes(1));
        assertThat(recovery.admits(WORKER, PATIENT)).as("nothing was answered").isFalse();
        acknowledged.incrementAndGet();
        assertThat(recovery.admits(WORKER, PATIENT)).as("just begun to work").isFalse();
        clock.advance(Duration.ofSeconds(31));
        assertThat(recovery.admits(WORKER, PATIENT))
                .as("longer is not waited for")
                .isTrue();
    }

    @Test
    void shortOutageIsFollowedByFourSeconds() {
        recovery.begun(WORKER);
        recovery.ended(WORKER);
        acknowledged.incrementAndGet();
        assertThat(recovery.admits(WORKER, PATIENT)).isFalse();
        clock.advance(Duration.ofSeconds(5));
        assertThat(recovery.admits(WORKER, PATIENT)).isTrue();
    }

    @Test
    void oneOfFourWaitsForNothingNorDoesWhatStopsNothing() {
        recovery.begun(WORKER);
        assertThat(recovery.admits(WORKER, PATIENT)).isFalse();
        assertThat(recovery.admits(WORKER, IMPATIENT)).isTrue();
        assertThat(recovery.admits(LINK, PATIENT)).isTrue();
    }
}
