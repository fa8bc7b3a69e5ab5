package io.cioconnect.it.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.rig.Schedule.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final List<String> ROUND = List.of("link", "link", "link", "worker");

    private final Schedule schedule = Schedule.drawn(7, ROUND, 4_000);

    @Test
    void eachRoundHasEachKindAsOftenAsItIsGiven() {
        for (int round = 0; round < 4_000; round += 4) {
            assertThat(schedule.steps().subList(round, round + 4).stream().map(Step::kind))
                    .containsExactlyInAnyOrderElementsOf(ROUND);
        }
    }

    @Test
    void theSameSeedGivesTheSameFaults() {
        assertThat(Schedule.drawn(7, ROUND, 4_000)).isEqualTo(schedule);
        assertThat(Schedule.drawn(8, ROUND, 4_000).steps()).isNotEqualTo(schedule.steps());
    }

    @Test
    void mostFaultsAreOverSoonAndSomeOutlastTheOthers() {
        assertThat(share(Duration.ZERO, Duration.ofMillis(1_500))).isBetween(0.65, 0.75);
        assertThat(share(Duration.ofSeconds(4), Duration.ofSeconds(10))).isBetween(0.05, 0.15);
    }

    @Test
    void thereAreMoreThanFiftyFaultsAMinute() {
        Duration all = schedule.steps().stream().map(Step::gap).reduce(Duration.ZERO, Duration::plus);
        assertThat(4_000.0 / all.toMinutes()).isGreaterThan(55);
    }

    private double share(Duration from, Duration to) {
        long within = schedule.steps().stream()
                .filter(step -> step.hold().compareTo(from) >= 0 && step.hold().compareTo(to) < 0)
                .count();
        return (double) within / schedule.steps().size();
    }
}
