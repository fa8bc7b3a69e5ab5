package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRefusalsTest {
    private static final Instant START = Instant.parse("2026-11-02T10:00:00Z");

    private final KeyRefusals refusals = new KeyRefusals(false);

    @Test
    void threeOverAMinuteAreLasting() {
        refuse(0, 30);
        assertThat(refusals.endTask()).isFalse();
        refuse(60);
        assertThat(refusals.endTask()).isTrue();
    }

    @Test
    void thoseOfSeveralTablesAtOneTimeAreOne() {
        refuse(0, 0, 1, 1, 2, 29);
        assertThat(refusals.any()).isTrue();
        assertThat(refusals.endTask()).isFalse();
    }

    @Test
    void aSuccessBetweenThemStartsOver() {
        refuse(0, 30);
        refusals.succeeded("segments");
        assertThat(refusals.any()).isFalse();
        refuse(60, 90);
        assertThat(refusals.endTask()).isFalse();
    }

    @Test
    void aTableThatTheKeyWasGoodForSinceIsNotRefusedAlone() {
        refuse(0);
        refusals.succeeded("segments");
        refusals.succeeded("campaigns");
        refusals.succeeded("segments");
        assertThat(refusals.areOfTableAlone("campaigns")).isFalse();
    }

    /** They are read before the refused table, because their answers show whose fault it is. */
    @Test
    void allThatAreDueAreWitnessesAndElseTheNextOneBeforeTheTaskEnds() {
        var schedule = new SyncSchedule();
        schedule.next("campaigns", START, Duration.ZERO);
        schedule.next("campaign_actions", START, Duration.ofMinutes(2));
        schedule.next("segments", START, Duration.ofHours(6));
        schedule.next("snippets", START, Duration.ofHours(5));
        Set<String> longOnes = Set.of("campaign_actions");
        refuse(0);
        assertThat(witnesses(30, schedule, longOnes)).isEmpty();
        assertThat(witnesses(120, schedule, longOnes)).containsExactly("campaign_actions");
        refuse(30);
        assertThat(witnesses(60, schedule, longOnes)).containsExactly("snippets");
        assertThat(witnesses(120, schedule, longOnes)).containsExactly("campaign_actions");
        assertThat(witnesses(60, schedule, Set.of("campaign_actions", "segments", "snippets")))
                .isEmpty();
    }

    @Test
    void anotherKeyStartsOver() {
        refuse(0);
        refusals.succeeded("segments");
        refuse(30, 60);
        assertThat(refusals.forget()).containsExactly("campaigns");
        assertThat(refusals.forget()).isEmpty();
        assertThat(refusals.any()).isFalse();
        assertThat(refusals.areOfTableAlone("campaigns"))
                .as("the other key may be good for it")
                .isFalse();
        refuse(90);
        assertThat(refusals.endTask()).isFalse();
    }

    @Test
    void aTaskThatAlsoReceivesLivesOn() {
        var ofReceiver = new KeyRefusals(true);
        for (int second = 0; second < 300; second += 30) {
            ofReceiver.add("campaigns", START.plusSeconds(second));
            assertThat(ofReceiver.almostEndTask()).isFalse();
            assertThat(ofReceiver.endTask()).isFalse();
        }
        assertThat(ofReceiver.pause(Duration.ofHours(6))).isEqualTo(Duration.ofHours(6));
        assertThat(refusals.pause(Duration.ofHours(6))).isEqualTo(KeyRefusals.PAUSE);
        assertThat(refusals.pause(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aTableIsRefusedAloneWhileTheKeyIsGoodForAnother() {
        refuse(0);
        assertThat(refusals.areOfTableAlone("campaigns")).isFalse();
        refusals.succeeded("segments");
        assertThat(refusals.areOfTableAlone("campaigns")).isTrue();
        refusals.succeeded("campaigns");
        assertThat(refusals.areOfTableAlone("campaigns")).isFalse();
    }

    @Test
    void thoseAfterTheClockWasSetBackCount() {
        refuse(3_600, 0, 1);
        assertThat(refusals.endTask()).isFalse();
        refuse(30);
        assertThat(refusals.endTask()).isTrue();
    }

    private Set<String> witnesses(int untilSecond, SyncSchedule schedule, Set<String> longOnes) {
        return refusals.witnesses("campaigns", START.plusSeconds(untilSecond), schedule, longOnes);
    }

    private void refuse(int... seconds) {
        for (int second : seconds) {
            refusals.add("campaigns", START.plusSeconds(second));
        }
    }
}
