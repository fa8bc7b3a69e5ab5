package io.cioconnect.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfirmedEventsTest {
    private final ConfirmedEvents confirmed = new ConfirmedEvents();

    @Test
    void keepsTheNewestHoweverManyCame() {
        int all = 5 * ConfirmedEvents.KEPT;
        for (int i = 0; i < all; i++) {
            confirmed.add("event " + i);
        }
        assertThat(ConfirmedEvents.KEPT).isGreaterThanOrEqualTo(10_000);
        for (int i = 0; i < all; i++) {
            assertThat(confirmed.contains("event " + i)).isEqualTo(i >= all - ConfirmedEvents.KEPT);
        }
    }

    @Test
    void oneConfirmedAgainIsNewAgain() {
        confirmed.add("first");
        for (int i = 0; i < ConfirmedEvents.KEPT - 1; i++) {
            confirmed.add("event " + i);
        }
        confirmed.add("first");
        confirmed.add("one more");
        assertThat(confirmed.contains("first")).isTrue();
        assertThat(confirmed.contains("event 0")).isFalse();
    }
}
