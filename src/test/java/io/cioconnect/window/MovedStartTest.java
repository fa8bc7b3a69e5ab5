package io.cioconnect.window;

import static io.cioconnect.window.WindowFixture.DAY;
import static io.cioconnect.window.WindowFixture.FIRST;
import static io.cioconnect.window.WindowFixture.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.RequestLog;
import io.cioconnect.sync.Sync;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Deliveries created before {@code deliveries.start} are never asked for, and those after it are all read, wherever it was before. */
class MovedStartTest {
    @AutoClose
    private final WindowFixture fixture = new WindowFixture(false);

    @Test
    void inTheFirstMinuteOfItsDayNothingIsAskedFor() throws Exception {
        fixture.with("deliveries.start", "2026-11-23").start();
        fixture.clock.advance(Duration.between(fixture.clock.instant(), Instant.parse("2026-11-23T00:00:10Z")));
        fixture.doWhatIsDue();
        assertAskedForNothingBefore("2026-11-23T00:00:00Z");
        fixture.clock.advance(Duration.ofMinutes(15));
        fixture.doWhatIsDue();
        assertThat(assertAskedForNothingBefore("2026-11-23T00:00:00Z")).isNotEmpty();
    }

    @Test
    void aRescanUnderWayDropsWhatLiesBefore() throws Exception {
        fixture.deliveries(890, DAY.multipliedBy(89), Duration.ofHours(1));
        fixture.with("deliveries.start", "P90D")
                .with("deliveries.rescan", "80d/24h")
                .start();
        fixture.complete(FIRST);
        fixture.clock.advance(DAY);
        assertThat(turnOfOneWindow("deliveries (up to 80d)")).isEqualTo(Sync.Turn.UNFINISHED);
        fixture.calls();
        fixture.with("deliveries.start", "2026-10-10").restart().complete("deliveries (up to 80d)");
        assertThat(assertAskedForNothingBefore("2026-10-10T00:00:00Z")).hasSize(1);
    }

    @Test
    void aFirstReadUnderWayDropsWhatIsMoreDaysAgo() throws Exception {
        fixture.deliveries(890, DAY.multipliedBy(89), Duration.ofHours(1));
        fixture.with("deliveries.start", "P90D").start();
        assertThat(turnOfOneWindow(FIRST)).isEqualTo(Sync.Turn.UNFINISHED);
        fixture.calls();
        fixture.with("deliveries.start", "P45D").restart().complete(FIRST);
        assertThat(assertAskedForNothingBefore("2026-10-07T12:00:00Z")).hasSize(1);
        fixture.with("deliveries.start", "P90D").restart().complete(FIRST);
        assertThat(fixture.written("deliveries")).hasSize(890);
    }

    /** The days go by, and the start with them. */
    @Test
    void aFirstReadUnderWayThatGoesOnLaterDropsNothing() throws Exception {
        fixture.deliveries(890, DAY.multipliedBy(89), Duration.ofHours(1));
        fixture.with("deliveries.start", "P90D").start();
        assertThat(turnOfOneWindow(FIRST)).isEqualTo(Sync.Turn.UNFINISHED);
        fixture.clock.advance(DAY.multipliedBy(40));
        fixture.restart().complete(FIRST);
        assertThat(fixture.written("deliveries")).hasSize(890);
    }

    @Test
    void whatALaterStartSkippedIsReadWhenItMovesBack() throws Exception {
        fixture.with("deliveries.rescan", "1d/15m").start().doWhatIsDue();
        fixture.clock.advance(DAY.multipliedBy(16)); // the connector was down until 7 December
        fixture.deliveries(160, DAY.multipliedBy(15), Duration.ofHours(1));
        fixture.calls();
        fixture.with("deliveries.start", "2026-12-05").restart().doWhatIsDue();
        assertAskedForNothingBefore("2026-12-05T00:00:00Z");
        assertThat(fixture.written("deliveries").size()).isBetween(20, 30);
        fixture.with("deliveries.start", "2026-11-01").restart().doWhatIsDue();
        assertThat(fixture.written("deliveries")).hasSize(160);
    }

    @Test
    void whatAStartToComeSkippedIsReadWhenItMovesBack() throws Exception {
        fixture.with("deliveries.rescan", "1d/15m").start().doWhatIsDue();
        fixture.with("deliveries.start", "2026-11-25").restart();
        fixture.calls();
        for (int day = 0; day < 8; day++) {
            fixture.clock.advance(DAY);
            fixture.deliveries(10, DAY, Duration.ofMinutes(5));
            fixture.doWhatIsDue();
        }
        assertAskedForNothingBefore("2026-11-25T00:00:00Z");
        fixture.with("deliveries.start", "P30D").restart().doWhatIsDue();
        assertThat(fixture.written("deliveries")).hasSize(80);
    }

    /** Otherwise nobody would know that the days between were not read. */
    @Test
    void aRescanUnderWayWaitsForTheFirstReadFromALaterStart() throws Exception {
        fixture.with("deliveries.rescan", "1d/15m").start().doWhatIsDue();
        fixture.clock.advance(DAY.multipliedBy(40)); // the connector was down until 31 December
        fixture.deliveries(390, DAY.multipliedBy(39), Duration.ofHours(1));
        assertThat(turnOfOneWindow("deliveries (up to 1d)")).isEqualTo(Sync.Turn.UNFINISHED);
        fixture.with("deliveries.start", "2026-11-25").restart().complete("deliveries (up to 1d)");
        fixture.with("deliveries.start", "2026-11-01").restart().doWhatIsDue();
        assertThat(fixture.written("deliveries")).hasSize(390);
    }

    private List<RequestLog.Entry> assertAskedForNothingBefore(String start) {
        List<RequestLog.Entry> calls = fixture.calls();
        assertThat(calls)
                .allSatisfy(call -> assertThat(parameter(call, "start_ts"))
                        .isGreaterThanOrEqualTo(Instant.parse(start).getEpochSecond()));
        return calls;
    }

    /** A turn that ends behind the newest 30 days. */
    private Sync.Turn turnOfOneWindow(String read) throws Exception {
        fixture.customerIo.onPage(page -> fixture.clock.advance(Duration.ofSeconds(10)));
        Sync.Turn turn = fixture.turn(read);
        fixture.customerIo.onPage(page -> {});
        return turn;
    }
}
