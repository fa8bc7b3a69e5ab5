package io.cioconnect.window;

import static io.cioconnect.window.WindowFixture.DAY;
import static io.cioconnect.window.WindowFixture.FIRST;
import static io.cioconnect.window.WindowFixture.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.RequestLog;
import io.cioconnect.sync.Sync;
import io.cioconnect.testing.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

    @Test
    void aStartThatMovesLaterDuringTheFirstReadAndBackLeavesNoGap() throws Exception {
        fixture.deliveries(890, DAY.multipliedBy(89), Duration.ofHours(1));
        fixture.with("deliveries.start", date(90)).start();
        assertThat(turnOfOneWindow()).isEqualTo(Sync.Turn.UNFINISHED);
        fixture.with("deliveries.start", date(40)).restart().complete(FIRST);
        assertThat(fixture.written("deliveries").size()).isBetween(390, 410);
        fixture.with("deliveries.start", date(90)).restart().complete(FIRST);
        assertThat(fixture.written("deliveries")).hasSize(890);
        fixture.calls();
        fixture.restart().complete(FIRST);
        assertThat(fixture.calls()).isEmpty();
    }

    @Test
    void partsThatAStartDropsOneAfterTheOtherAreAllReadLater() throws Exception {
        fixture.deliveries(890, DAY.multipliedBy(89), Duration.ofHours(1));
        fixture.with("deliveries.start", date(90)).start();
        assertThat(turnOfOneWindow()).isEqualTo(Sync.Turn.UNFINISHED);
        for (int daysAgo : new int[] {10, 50, 20, 70, 90}) {
            fixture.with("deliveries.start", date(daysAgo)).restart().complete(FIRST);
        }
        assertThat(fixture.written("deliveries")).hasSize(890);
    }

    /** A turn that ends behind the newest 30 days. */
    private Sync.Turn turnOfOneWindow() throws Exception {
        fixture.customerIo.onPage(page -> fixture.clock.advance(Duration.ofSeconds(10)));
        Sync.Turn turn = fixture.turn(FIRST);
        fixture.customerIo.onPage(page -> {});
        return turn;
    }

    private String date(int daysAgo) {
        return LocalDate.ofInstant(fixture.ago(DAY.multipliedBy(daysAgo)), ZoneOffset.UTC)
                .toString();
    }
}
