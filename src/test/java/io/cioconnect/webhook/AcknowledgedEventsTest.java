package io.cioconnect.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgedEventsTest {
    private final AcknowledgedEvents acknowledged = new AcknowledgedEvents();

    @Test
    void keepsTheNewestHoweverManyCame() {
        int all = 5 * AcknowledgedEvents.KEPT;
        for (int i = 0; i < all; i++) {
            acknowledged.add("event " + i);
        }
        assertThat(AcknowledgedEvents.KEPT).isGreaterThanOrEqualTo(10_000);
        for (int i = 0; i < all; i++) {
            assertThat(acknowledged.contains("event " + i)).isEqualTo(i >= all - AcknowledgedEvents.KEPT);
        }
    }

    @Test
    void oneConfirmedAgainIsNewAgain() {
        acknowledged.add("first");
        for (int i = 0; i < AcknowledgedEvents.KEPT - 1; i++) {
            acknowledged.add("event " + i);
        }
        acknowledged.add("first");
        acknowledged.add("one more");
        assertThat(acknowledged.contains("first")).isTrue();
        assertThat(acknowledged.contains("event 0")).isFalse();
    }
}
