package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyRefusalsTest {
    private static final Instant START = Instant.parse("2026-11-02T10:00:00Z");

    private final KeyRefusals refusals = new KeyRefusals();

    @Test
    void threeOverAMinuteAreLasting() {
        refuse(0, 30);
        assertThat(refusals.arePermanent()).isFalse();
        refuse(60);
        assertThat(refusals.arePermanent()).isTrue();
    }

    @Test
    void thoseOfSeveralTablesAtOneTimeAreOne() {
        refuse(0, 0, 1, 1, 2, 29);
        assertThat(refusals.any()).isTrue();
        assertThat(refusals.arePermanent()).isFalse();
    }

    @Test
    void aSuccessBetweenThemStartsOver() {
        refuse(0, 30);
        refusals.succeeded("segments");
        assertThat(refusals.any()).isFalse();
        refuse(60, 90);
        assertThat(refusals.arePermanent()).isFalse();
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
        assertThat(refusals.arePermanent()).isFalse();
        refuse(30);
        assertThat(refusals.arePermanent()).isTrue();
    }

    private void refuse(int... seconds) {
        for (int second : seconds) {
            refusals.add("campaigns", START.plusSeconds(second));
        }
    }
}
