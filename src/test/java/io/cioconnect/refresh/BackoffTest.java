package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesFromFiveSecondsToAQuarterOfAnHour() {
        var backoff = new Backoff(Duration.ofHours(6));
        assertThat(Stream.generate(backoff::nextWait).limit(40).map(Duration::toSeconds))
                .startsWith(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 900L, 900L)
                .endsWith(900L);
        assertThat(backoff.recovered()).isTrue();
        assertThat(backoff.recovered()).isFalse();
        assertThat(backoff.nextWait()).hasSeconds(5);
    }

    @Test
    void isNeverLongerThanTheInterval() {
        var backoff = new Backoff(Duration.ofSeconds(8));
        assertThat(Stream.generate(backoff::nextWait).limit(3).map(Duration::toSeconds))
                .containsExactly(5L, 8L, 8L);
    }

    @Test
    void aReasonIsNewOnceUntilAPassSucceeds() {
        var backoff = new Backoff(Duration.ofHours(6));
        assertThat(backoff.isNew("status 403")).isTrue();
        assertThat(backoff.isNew("status 500")).isTrue();
        assertThat(backoff.isNew("status 403")).isFalse();
        backoff.nextWait();
        backoff.recovered();
        assertThat(backoff.isNew("status 403")).isTrue();
    }
}
