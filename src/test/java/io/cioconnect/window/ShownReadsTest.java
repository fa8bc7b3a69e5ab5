package io.cioconnect.window;

import static io.cioconnect.window.WindowFixture.DAY;
import static io.cioconnect.window.WindowFixture.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.offset.StoredWindows;
import io.cioconnect.status.DeliveryReads.Read;
import io.cioconnect.status.DeliveryReads.Underway;
import io.cioconnect.sync.Sync;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ShownReadsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @AutoClose
    private final WindowFixture fixture = new WindowFixture(false);

    @Test
    void tellsHowFarTheFirstReadHasCome() throws Exception {
        fixture.deliveries(90, DAY.multipliedBy(89), HOUR);
        fixture.with("deliveries.start", "P90D").start();
        assertThat(shown("P90D").first()).isEqualTo(new Read("", Duration.ZERO, Optional.empty(), Optional.empty()));
        Instant start = fixture.clock.instant();
        fixture.customerIo.onPage(page -> fixture.clock.advance(Duration.ofSeconds(10)));
        fixture.turn(FIRST);
        assertThat(shown("P90D").first().lastStartedAt()).isEmpty();
        Underway underway = shown("P90D").first().underway().orElseThrow();
        assertThat(underway.percent()).isEqualTo(33);
        assertThat(underway.since()).isEqualTo(start.minus(DAY.multipliedBy(90)));
        assertThat(underway.to()).isEqualTo(underway.until().minus(DAY.multipliedBy(30)));
        assertThat(underway.from())
                .isEqualTo(underway.to().minus(DAY.multipliedBy(30)).plusSeconds(1));

        fixture.complete(FIRST);
        assertThat(shown("P90D").first().underway()).isEmpty();
        assertThat(shown("P90D").first().lastStartedAt()).contains(start);
    }

    /** Nothing else would end it. */
    @Test
    void aFirstReadIsCompleteWithoutWhatAMovedStartDropped() throws Exception {
        fixture.deliveries(90, DAY.multipliedBy(89), HOUR);
        fixture.with("deliveries.start", "P90D").start();
        Instant start = fixture.clock.instant();
        fixture.customerIo.onPage(page -> fixture.clock.advance(Duration.ofSeconds(10)));
        fixture.turn(FIRST);

        Underway half = shown("P60D").first().underway().orElseThrow();
        assertThat(half.since()).isEqualTo(start.minus(DAY.multipliedBy(60)));
        assertThat(half.from()).isEqualTo(half.since());
        assertThat(half.percent()).isEqualTo(50);
        fixture.with("deliveries.start", "P30D").restart();
        assertThat(fixture.turn(FIRST)).isEqualTo(Sync.Turn.NOTHING);
        assertThat(shown("P30D").first()).isEqualTo(new Read("", Duration.ZERO, Optional.of(start), Optional.empty()));
    }

    @Test
    void tellsNothingOfARescanThatAMovedStartEnds() throws Exception {
        fixture.deliveries(10, DAY, HOUR);
        fixture.with("deliveries.start", "P60D").start().complete(FIRST);
        fixture.clock.advance(DAY.multipliedBy(40));
        fixture.customerIo.onPage(page -> fixture.clock.advance(Duration.ofSeconds(10)));
        assertThat(fixture.turn("deliveries (up to 30d)")).isEqualTo(Sync.Turn.UNFINISHED);
        assertThat(shown("P60D").rescans().get(2).underway()).isPresent();
        assertThat(shown("2026-12-30").rescans().get(2).underway()).isEmpty();
    }

    @Test
    void tellsTheLastRescanOfEachAge() throws Exception {
        fixture.deliveries(10, DAY, HOUR);
        fixture.start().complete(FIRST);
        fixture.clock.advance(HOUR);
        Instant start = fixture.clock.instant();
        fixture.complete("deliveries (up to 2h)");
        assertThat(shown().rescans()).extracting(Read::age).containsExactly("2h", "3d", "30d");
        assertThat(shown().rescans().get(0).lastStartedAt()).contains(start);
        assertThat(shown().rescans().get(1).lastStartedAt()).isEmpty();
    }

    @Test
    void tellsWhenNothingWasReadForTwoIntervals() throws Exception {
        Duration twice = Duration.ofMinutes(30);
        Instant began = fixture.clock.instant();
        assertThat(shown().isStale(began, began.plus(twice))).as("never read").isFalse();
        assertThat(shown().isStale(began, began.plus(twice).plusSeconds(1))).isTrue();

        fixture.clock.advance(Duration.ofDays(1));
        fixture.start().complete(FIRST);
        Instant read = fixture.clock.instant();
        assertThat(shown().isStale(began, read.plus(twice))).isFalse();
        assertThat(shown().isStale(began, read.plus(twice).plusSeconds(1))).isTrue();

        Instant start = Instant.parse("2027-01-01T00:00:00Z");
        ShownReads later = shown("2027-01-01");
        assertThat(later.isStale(began, start.minusSeconds(1))).isFalse();
        assertThat(later.isStale(began, start.plus(twice))).isFalse();
        assertThat(later.isStale(began, start.plus(twice).plusSeconds(1))).isTrue();
    }

    private ShownReads shown() {
        return shown("P30D");
    }

    private ShownReads shown(String start) {
        var config = new CustomerIoSourceConfig(Map.of(
                "name",
                "c",
                "topic.prefix",
                "p",
                "app.api.key",
                "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                "tables",
                "@deliveries",
                "deliveries.start",
                start));
        return new ShownReads(
                StoredWindows.shown(fixture.connect.reader(), WindowReads.REMEMBERED_AS, "p.deliveries"),
                config.deliveries().orElseThrow(),
                "p.deliveries");
    }
}
