package io.cioconnect.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private final List<List<String>> taken = new ArrayList<>();
    private final Gathering<String> gathering = new Gathering<>(taken::add);

    @Test
    void keepsNothingOutsideOfSuchWork() {
        assertThat(gathering.keep("alone")).isFalse();
        assertThat(taken).isEmpty();
    }

    @Test
    void handsOnTogetherWhatTheWorkBroughtUp() {
        Gathering.during(() -> {
            assertThat(gathering.keep("first")).isTrue();
            assertThat(gathering.keep("second")).isTrue();
            assertThat(taken).isEmpty();
        });

        assertThat(taken).containsExactly(List.of("first", "second"));
    }

    @Test
    void startsAnewEachTime() {
        Gathering.during(() -> gathering.keep("first"));
        Gathering.during(() -> {});
        Gathering.during(() -> gathering.keep("second"));

        assertThat(taken).containsExactly(List.of("first"), List.of("second"));
        assertThat(gathering.keep("after")).isFalse();
    }

    @Test
    void eachTakerIsGivenItsOwn() {
        List<List<Integer>> numbers = new ArrayList<>();
        Gathering<Integer> other = new Gathering<>(numbers::add);
        Gathering.during(() -> {
            gathering.keep("text");
            other.keep(1);
            other.keep(2);
        });

        assertThat(taken).containsExactly(List.of("text"));
        assertThat(numbers).containsExactly(List.of(1, 2));
    }

    @Test
    void workWithinWorkIsAPartOfIt() {
        Gathering.during(() -> {
            Gathering.during(() -> gathering.keep("inner"));
            assertThat(taken).isEmpty();
            gathering.keep("outer");
        });

        assertThat(taken).containsExactly(List.of("inner", "outer"));
    }

    @Test
    void nothingIsLostWhenTheWorkFails() {
        assertThatThrownBy(() -> Gathering.during(() -> {
                    gathering.keep("before the failure");
                    throw new IllegalStateException("simulated");
                }))
                .hasMessage("simulated");

        assertThat(taken).containsExactly(List.of("before the failure"));
        assertThat(gathering.keep("after")).isFalse();
    }

    @Test
    void oneTakerThatFailsDoesNotKeepTheOthersFromTheirs() {
        Gathering<String> broken = new Gathering<>(kept -> {
            throw new IllegalStateException("simulated");
        });
        assertThatThrownBy(() -> Gathering.during(() -> {
                    broken.keep("for nobody");
                    gathering.keep("for the other");
                }))
                .hasMessage("simulated");

        assertThat(taken).containsExactly(List.of("for the other"));
    }

    @Test
    void whatComesUpWhileItIsHandedOnIsNotKept() {
        List<Boolean> kept = new ArrayList<>();
        List<Gathering<String>> self = new ArrayList<>();
        self.add(new Gathering<>(all -> kept.add(self.get(0).keep("again"))));
        Gathering.during(() -> self.get(0).keep("once"));

        assertThat(kept).containsExactly(false);
    }

    @Test
    void anotherThreadsWorkIsNotThisOnes() throws Exception {
        List<Boolean> kept = new ArrayList<>();
        Thread other = new Thread(() -> kept.add(gathering.keep("elsewhere")));
        Gathering.during(() -> {
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(kept).containsExactly(false);
        assertThat(taken).isEmpty();
    }
}
