package io.cioconnect.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MoodsTest {
    private final Moods moods = new Moods();

    @Test
    void theSameSeedDrawsTheSameMoods() {
        for (long seed = 0; seed < 100; seed++) {
            assertThat(Moods.drawn(seed)).isEqualTo(Moods.drawn(seed));
            assertThat(Moods.harmless(seed)).isEqualTo(Moods.harmless(seed)).allMatch(Mood::isHarmless);
        }
    }

    @Test
    void seedsDrawEveryMoodAndNeverTwoOfAnAspect() {
        Set<Mood> drawn = EnumSet.noneOf(Mood.class);
        for (long seed = 0; seed < 500; seed++) {
            Set<Mood> mix = Moods.drawn(seed);
            assertThat(mix).extracting(Mood::aspect).doesNotHaveDuplicates();
            drawn.addAll(mix);
        }
        assertThat(drawn).containsExactlyInAnyOrder(Mood.values());
    }

    @Test
    void lowSeedsAreAsGoodAsAnyOther() {
        for (Mood mood : Mood.values()) {
            if (mood.isHarmless()) {
                assertThat(LongStream.range(0, 60)
                                .mapToObj(seed -> Moods.harmless(seed).contains(mood)))
                        .as("%s", mood)
                        .contains(true, false);
            }
        }
    }

    @Test
    void aMoodIsOnUntilItIsSwitchedOff() {
        moods.on(Mood.GZIPPED, Mood.CHUNKED);
        assertThat(moods.active()).containsExactly(Mood.GZIPPED, Mood.CHUNKED);
        moods.off(Mood.GZIPPED);
        assertThat(moods.strike(Mood.GZIPPED)).isFalse();
        assertThat(moods.strike(Mood.CHUNKED)).isTrue();
        moods.only(Set.of(Mood.HTML));
        assertThat(moods.active()).containsExactly(Mood.HTML);
        moods.clear();
        assertThat(moods.active()).isEmpty();
        assertThat(moods.struck(Mood.CHUNKED)).isEqualTo(1);
    }

    @Test
    void aMoodThatStrikesOnceDoesSoAgainWhenItIsSwitchedOnAgain() {
        moods.on(Mood.UNAUTHORIZED_ONCE);
        assertThat(moods.strike(Mood.UNAUTHORIZED_ONCE, 1)).isTrue();
        assertThat(moods.strike(Mood.UNAUTHORIZED_ONCE, 1)).isFalse();
        moods.on(Mood.UNAUTHORIZED_ONCE);
        assertThat(moods.strike(Mood.UNAUTHORIZED_ONCE, 1)).isFalse();
        moods.off(Mood.UNAUTHORIZED_ONCE);
        moods.on(Mood.UNAUTHORIZED_ONCE);
        assertThat(moods.strike(Mood.UNAUTHORIZED_ONCE, 1)).isTrue();
        assertThat(moods.struck(Mood.UNAUTHORIZED_ONCE)).isEqualTo(2);
    }
}
