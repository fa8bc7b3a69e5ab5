package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void doublesFromFiveSecondsToAQuarterOfAnHour() {
        var failures = new Failures(Duration.ofHours(6));
        assertThat(Stream.generate(failures::nextWait).limit(40).map(Duration::toSeconds))
                .startsWith(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 900L, 900L)
                .endsWith(900L);
        assertThat(failures.recovered()).isTrue();
        assertThat(failures.recovered()).isFalse();
        assertThat(failures.nextWait()).hasSeconds(5);
    }

    @Test
    void isNeverLongerThanTheInterval() {
        var failures = new Failures(Duration.ofSeconds(8));
        assertThat(Stream.generate(failures::nextWait).limit(3).map(Duration::toSeconds))
                .containsExactly(5L, 8L, 8L);
    }

    @Test
    void aReasonIsNewOnceUntilAPassSucceeds() {
        var failures = new Failures(Duration.ofHours(6));
        assertThat(failures.isNew("status 403")).isTrue();
        assertThat(failures.isNew("status 500")).isTrue();
        assertThat(failures.isNew("status 403")).isFalse();
        failures.nextWait();
        failures.recovered();
        assertThat(failures.isNew("status 403")).isTrue();
    }
}
