package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenIdsTest {
    private final SeenIds ids = new SeenIds();

    @Test
    void anIdIsNewOnce() {
        assertThat(ids.add("a")).isTrue();
        assertThat(ids.add("b")).isTrue();
        assertThat(ids.add("")).isTrue();
        assertThat(ids.add("a")).isFalse();
        assertThat(ids.add("")).isFalse();
    }

    @Test
    void aListFullOfIdsIsRemembered() {
        assertThat(IntStream.range(0, 100_000).allMatch(i -> ids.add("delivery-" + i)))
                .isTrue();
        assertThat(IntStream.range(0, 100_000).noneMatch(i -> ids.add("delivery-" + i)))
                .isTrue();
    }

    @Test
    void thereIsAnEndToWhatIsRemembered() {
        for (int i = 0; i < SeenIds.MOST; i++) {
            ids.add(Integer.toString(i));
        }
        assertThat(ids.add("late")).isTrue();
        assertThat(ids.add("late")).isTrue();
        assertThat(ids.add("1")).isFalse();
    }
}
