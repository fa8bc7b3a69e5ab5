package io.cioconnect.window;

import static io.cioconnect.window.WindowFixture.DAY;
import static io.cioconnect.window.WindowFixture.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.RequestLog;
import io.cioconnect.testing.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A {@code deliveries.start} that is long ago, or that is still to come. */
class WindowStartTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);

    @AutoClose
    private final WindowFixture fixture = new WindowFixture(false);

    @Test
    void longAgoTellsHowManyCallsItTakes() {
        try (CapturedLog log = new CapturedLog()) {
            fixture.with("deliveries.start", "2020-11-21").start();
            assertThat(log.lines("deliveries.start is 2020-11-21: the first read takes at least 74 calls"))
                    .singleElement()
                    .asString()
                    .contains("Customer.io does not say how far back");
        }
    }

    @Test
    void nothingIsToldOfAnOrdinaryStartAndOfAReadThatIsComplete() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            fixture.start().doWhatIsDue();
            fixture.with("deliveries.start", "P200D").restart().doWhatIsDue();
            assertThat(log.lines("deliveries.start is")).hasSize(1);
            fixture.restart();
            assertThat(log.lines("deliveries.start is")).hasSize(1);
        }
    }

    @Test
    void aStartBeforeThereWasUnixTimeIsThatTime() throws Exception {
        fixture.with("deliveries.start", "P99999D").start().doWhatIsDue();
        List<RequestLog.Entry> calls = fixture.calls();
        assertThat(parameter(calls.get(calls.size() - 1), "start_ts")).isZero();
        assertThat(calls).hasSize(693);
        fixture.restart().doWhatIsDue();
        assertThat(fixture.calls()).isEmpty();
    }

    @Test
    void aStartToComeIsToldAndAwaited() throws Exception {
        fixture.deliveries(10, DAY, DAY.dividedBy(2));
        try (CapturedLog log = new CapturedLog()) {
            fixture.with("deliveries.start", "2026-11-23").start();
            assertThat(log.lines("deliveries.start is 2026-11-23, which is in the future: no delivery is read before"))
                    .hasSize(1);
        }
        fixture.doWhatIsDue();
        assertThat(fixture.calls()).isEmpty();
        fixture.clock.advance(DAY.multipliedBy(3));
        fixture.deliveries(5, DAY, DAY.dividedBy(2));
        fixture.doWhatIsDue();
        assertThat(fixture.written("deliveries")).hasSize(5);
    }

    @Test
    void beforeItsStartATableIsNotStale() throws Exception {
        fixture.with("deliveries.start", "2026-11-23").start();
        fixture.clock.advance(Duration.between(fixture.clock.instant(), Instant.parse("2026-11-23T00:00:00Z")));
        fixture.clock.advance(QUARTER.multipliedBy(2));
        assertThat(fixture.metrics("deliveries").isStale()).isFalse();
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(fixture.metrics("deliveries").isStale()).isTrue();
    }

    @Test
    void theFirstReadBeginsWithinAnIntervalOfItsStart() throws Exception {
        fixture.with("deliveries.start", "2026-11-23").start();
        assertThat(fixture.sync(WindowFixture.FIRST).interval()).isEqualTo(QUARTER);
    }
}
