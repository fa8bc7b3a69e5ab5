package io.cioconnect.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextTest {
    /** Of a pass in which the clock was set back. */
    @Test
    void nothingTakesLessThanNoTime() {
        assertThat(Text.duration(Duration.ofHours(-1))).isEqualTo("0 ms");
        assertThat(Text.duration(Duration.ofMillis(-1))).isEqualTo("0 ms");
        assertThat(Text.duration(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo("0 ms");
        assertThat(Text.duration(Duration.ofMillis(999))).isEqualTo("999 ms");
    }
}
