package io.cioconnect.it.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShrinkingTest {
    private static final List<Integer> FAULTS =
            IntStream.rangeClosed(1, 100).boxed().toList();

    @Test
    void keepsTheOneFaultThatMatters() {
        assertThat(new Shrinking<Integer>(faults -> faults.contains(63), () -> true).shrink(FAULTS, 2))
                .containsExactly(63);
    }

    @Test
    void keepsFaultsThatFailTogetherInTheirOrder() {
        assertThat(new Shrinking<Integer>(faults -> faults.containsAll(List.of(3, 40, 97)), () -> true)
                        .shrink(FAULTS, 4))
                .containsExactly(3, 40, 97);
    }

    @Test
    void keepsAllWhenNoPartFails() {
        assertThat(new Shrinking<Integer>(faults -> faults.size() == 8, () -> true).shrink(FAULTS.subList(0, 8), 2))
                .hasSize(8);
    }

    @Test
    void answersWhatItHasWhenTimeIsUp() {
        List<List<Integer>> tried = new ArrayList<>();
        Shrinking<Integer> shrinking = new Shrinking<>(
                faults -> {
                    tried.add(faults);
                    return faults.containsAll(List.of(3, 97));
                },
                () -> tried.size() < 8);
        assertThat(shrinking.shrink(FAULTS, 2)).contains(3, 97).hasSize(75);
        assertThat(shrinking.tries()).isEqualTo(8);
    }

    @Test
    void aScheduleIsTheSameAfterItWasWrittenAndRead(@TempDir Path directory) throws IOException {
        Schedule schedule = Schedule.drawn(7, List.of("broker-kill", "pause", "config-refresh.emit"), 20);
        Path file = directory.resolve("schedule.txt");
        schedule.write(file);
        assertThat(Schedule.read(file)).isEqualTo(schedule);
    }
}
