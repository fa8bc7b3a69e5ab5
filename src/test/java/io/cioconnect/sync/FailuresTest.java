package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void thePauseDoublesFromFiveSecondsToAQuarterOfAnHour() {
        var failures = new Failures(Duration.ofHours(6));
        assertThat(pauses(failures, 40))
                .startsWith(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 900L, 900L)
                .endsWith(900L);
        assertThat(failures.any()).isTrue();
        failures.clear();
        assertThat(failures.any()).isFalse();
        assertThat(pauses(failures, 1)).containsExactly(5L);
    }

    @Test
    void thePauseIsNeverLongerThanTheInterval() {
        assertThat(pauses(new Failures(Duration.ofSeconds(8)), 3)).containsExactly(5L, 8L, 8L);
        assertThat(pauses(new Failures(Duration.ofSeconds(2)), 2)).containsExactly(2L, 2L);
    }

    @Test
    void aReasonIsNewOnceUntilATurnSucceeds() {
        var failures = new Failures(Duration.ofHours(6));
        assertThat(failures.add("status 403")).isTrue();
        assertThat(failures.add("status 500")).isTrue();
        assertThat(failures.add("status 403")).isFalse();
        failures.clear();
        assertThat(failures.add("status 403")).isTrue();
    }

    @Test
    void whereAReplyBrokeOffMakesNoOtherReason() {
        var failures = new Failures(Duration.ofHours(6));
        assertThat(failures.add("GET /v1/segments: the JSON is cut off at byte 4096"))
                .isTrue();
        assertThat(failures.add("GET /v1/segments: the JSON is cut off at byte 12"))
                .isFalse();
        assertThat(failures.add("GET /v1/campaigns: the JSON is cut off at byte 12"))
                .isTrue();
        assertThat(failures.add("GET /v1/segments: the reply is not JSON at character 8388608"))
                .isTrue();
        assertThat(failures.add("GET /v1/segments: the reply is not JSON at character 12"))
                .isFalse();
        assertThat(failures.add("GET /v1/campaigns/1/metrics: not JSON at line 1, column 4096"))
                .isTrue();
        assertThat(failures.add("GET /v1/campaigns/1/metrics: not JSON at line 2, column 12"))
                .isFalse();
    }

    private static Stream<Long> pauses(Failures failures, int count) {
        return Stream.generate(() -> {
                    failures.add("any");
                    return failures.pause().toSeconds();
                })
                .limit(count);
    }
}
