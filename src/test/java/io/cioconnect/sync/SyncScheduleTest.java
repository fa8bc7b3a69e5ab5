package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncScheduleTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final SyncSchedule schedule = new SyncSchedule();

    @Test
    void aTableThatIsBeingReadIsLeftOut() {
        schedule.next("a", NOON, HOUR);
        schedule.next("b", NOON.plusSeconds(1), HOUR);
        Instant later = NOON.plus(HOUR).plusSeconds(1);
        assertThat(schedule.due(later, Set.of("a"))).contains("b");
        assertThat(schedule.due(later, Set.of("a", "b"))).isEmpty();
    }

    @Test
    void aTableIsDueOneIntervalAfterTheStartOfItsLastPass() {
        schedule.next("a", NOON, HOUR);
        assertThat(schedule.due(NOON.plus(HOUR).minusMillis(1), Set.of())).isEmpty();
        assertThat(schedule.untilNext(NOON.plusSeconds(60))).isEqualTo(Duration.ofMinutes(59));
        assertThat(schedule.due(NOON.plus(HOUR), Set.of())).contains("a");
        assertThat(schedule.untilNext(NOON.plus(HOUR))).isZero();
    }

    @Test
    void theOneThatWaitedLongestComesFirst() {
        schedule.next("a", NOON, HOUR);
        schedule.next("b", NOON.minusSeconds(1), HOUR);
        schedule.next("c", NOON.minusSeconds(1), HOUR);
        assertThat(schedule.due(NOON.plus(HOUR), Set.of())).contains("b");
        schedule.now("a");
        assertThat(schedule.due(NOON, Set.of())).contains("a");
    }

    @Test
    void aClockThatWasSetBackDoesNotStallATable() {
        schedule.next("a", NOON, HOUR);
        assertThat(schedule.isDue("a", NOON.minus(HOUR))).isFalse();
        assertThat(schedule.isDue("a", NOON.minus(HOUR).minusMillis(1))).isTrue();
    }

    @Test
    void theLongestIntervalDoesNotOverflow() {
        schedule.next("a", NOON, Duration.ofMillis(Long.MAX_VALUE));
        assertThat(schedule.due(NOON, Set.of())).isEmpty();
        assertThat(schedule.untilNext(NOON)).isGreaterThan(HOUR);
        assertThat(new SyncSchedule().untilNext(NOON)).isGreaterThan(HOUR);
    }

    @Test
    void whatWasPostponedIsDueAgainWhenItWasBefore() {
        schedule.next("a", NOON, HOUR);
        schedule.postpone("a", NOON, HOUR.multipliedBy(2));
        schedule.postpone("a", NOON, HOUR.multipliedBy(3));
        schedule.next("b", NOON, HOUR);
        schedule.postpone("b", NOON, HOUR.multipliedBy(2));
        schedule.next("b", NOON, HOUR.multipliedBy(3)); // it had its turn
        Instant one = NOON.plus(HOUR);
        assertThat(schedule.due(one, Set.of())).isEmpty();
        assertThat(schedule.resume()).containsExactly("a");
        assertThat(schedule.isDue("a", one)).isTrue();
        assertThat(schedule.isDue("b", one)).isFalse();
        assertThat(schedule.resume()).isEmpty();
    }
}
