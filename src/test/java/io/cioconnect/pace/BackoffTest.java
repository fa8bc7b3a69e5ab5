package io.cioconnect.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1));

    @Test
    void doublesUpToTheLongestWait() {
        assertThat(IntStream.rangeClosed(0, 7).mapToObj(backoff::after).map(Duration::toSeconds))
                .containsExactly(0L, 5L, 10L, 20L, 40L, 60L, 60L, 60L);
    }

    @Test
    void staysAtTheLongestHoweverManyFailures() {
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
        assertThat(new Backoff(Duration.ofMinutes(2), Duration.ofMinutes(1)).after(1))
                .isEqualTo(Duration.ofMinutes(1));
    }
}
