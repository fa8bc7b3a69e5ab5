package io.cioconnect.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiverMetricsTest {
    @Test
    void anAnswer200EndsARowOfAnswers503() {
        ReceiverMetrics metrics = new ReceiverMetrics();
        metrics.refused(Refusal.UNAVAILABLE);
        metrics.refused(Refusal.SIGNATURE);
        metrics.refused(Refusal.UNAVAILABLE);
        assertThat(metrics.unavailableInARow()).isEqualTo(2);

        metrics.took(12);
        assertThat(metrics.unavailableInARow()).isZero();

        metrics.refused(Refusal.UNAVAILABLE);
        assertThat(metrics.unavailableInARow()).isEqualTo(1);
    }
}
