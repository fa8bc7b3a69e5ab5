package io.cioconnect.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
}
