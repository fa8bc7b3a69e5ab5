package io.cioconnect.window;

import static io.cioconnect.window.WindowFixture.DAY;
import static io.cioconnect.window.WindowFixture.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.RequestLog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task that starts anew calls for, with the same settings and with others: only what is new. A rebalance is such a start. */
class WindowCallsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LISTED_AFTER = Duration.ofSeconds(60);

    @AutoClose
    private final WindowFixture fixture = new WindowFixture(false);

    @BeforeEach
    void readTheHistory() throws Exception {
        fixture.deliveries(300, DAY.multipliedBy(89), HOUR);
        fixture.with("deliveries.start", "P90D").start().doWhatIsDue();
        assertThat(fixture.calls()).as("three windows of 30 days").hasSize(3);
    }

    @Test
    void aRestartReadsNothing() throws Exception {
        fixture.restart().doWhatIsDue();
        assertThat(fixture.calls()).isEmpty();
        fixture.restart().doWhatIsDue();
        assertThat(fixture.calls()).isEmpty();
        assertWrittenOnce();
    }

    @Test
    void aRestartDoesNotPutOffWhatIsDue() throws Exception {
        fixture.clock.advance(Duration.ofMinutes(14));
        fixture.restart().doWhatIsDue();
        assertThat(fixture.calls()).isEmpty();
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.restart().doWhatIsDue();
        assertThat(spans(fixture.calls())).containsExactly(Duration.ofHours(2).minus(LISTED_AFTER));
        fixture.restart().doWhatIsDue();
        assertThat(fixture.calls()).isEmpty();
    }

    @Test
    void aLaterStartReadsNothingAndAnEarlierOneTheDifference() throws Exception {
        fixture.with("deliveries.start", "P10D").restart().doWhatIsDue();
        assertThat(fixture.calls()).isEmpty();
        fixture.with("deliveries.start", "P100D").restart().doWhatIsDue();
        assertThat(spans(fixture.calls())).containsExactly(DAY.multipliedBy(10).minusSeconds(1));
        fixture.with("deliveries.start", "P90D").restart().doWhatIsDue();
        assertThat(fixture.calls()).isEmpty();
        assertWrittenOnce();
    }

    @Test
    void narrowerAgesReadNothingBeforeTheyAreDue() throws Exception {
        fixture.with("deliveries.rescan", "1h/15m,1d/6h").restart().doWhatIsDue();
        assertThat(fixture.calls()).isEmpty();
        fixture.clock.advance(Duration.ofHours(6));
        fixture.doWhatIsDue();
        // the first to come also reads what was created since the first read
        assertThat(spans(fixture.calls()))
                .hasSize(2)
                .contains(DAY.minus(LISTED_AFTER))
                .allMatch(span -> span.compareTo(DAY) < 0);
    }

    @Test
    void widerAgesReadNothingBeforeTheyAreDue() throws Exception {
        fixture.with("deliveries.rescan", "2h/15m,45d/7d").restart().doWhatIsDue();
        assertThat(fixture.calls()).isEmpty();
        fixture.clock.advance(DAY.multipliedBy(7));
        fixture.doWhatIsDue();
        List<RequestLog.Entry> calls = fixture.calls();
        long oldest = calls.stream()
                .mapToLong(call -> parameter(call, "start_ts"))
                .min()
                .orElseThrow();
        assertThat(oldest).isEqualTo(fixture.ago(DAY.multipliedBy(45)).getEpochSecond());
        assertThat(calls.size()).as("two windows, and one of the short age").isEqualTo(3);
    }

    @Test
    void anAgeThatComesBackGoesOnFromItsLastRead() throws Exception {
        fixture.clock.advance(DAY);
        fixture.doWhatIsDue();
        fixture.calls();
        fixture.with("deliveries.rescan", "2h/15m").restart().doWhatIsDue();
        fixture.with("deliveries.rescan", "2h/15m,3d/6h,30d/24h").restart().doWhatIsDue();
        assertThat(fixture.calls()).isEmpty();
    }

    private void assertWrittenOnce() {
        assertThat(fixture.written("deliveries"))
                .hasSize(300)
                .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    }

    /** How much time each call asks for. */
    private static List<Duration> spans(List<RequestLog.Entry> calls) {
        return calls.stream()
                .map(call -> Duration.ofSeconds(parameter(call, "end_ts") - parameter(call, "start_ts")))
                .toList();
    }
}
