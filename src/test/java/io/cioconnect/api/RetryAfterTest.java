package io.cioconnect.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|1",
                "17|17",
                " 5 |5",
                "0|1",
                "300|300",
                "301|300",
                "99999999999999999999|300",
                "3000000000|300",
                "0.5|1",
                "1.5|2",
                "2.0|2",
                "2.|2",
                "2, 5|5",
                "5, soon|5",
                "Mon, 02 Nov 2026 10:00:30 GMT|30",
                "Monday, 02-Nov-26 10:00:30 GMT|30",
                "Mon Nov  2 10:00:30 2026|30",
                "Mon, 02 Nov 2026 11:00:00 GMT|300",
                "Mon, 02 Nov 2026 09:00:00 GMT|1",
            })
    void readsSecondsAndDatesBetweenASecondAndFiveMinutes(String header, long seconds) {
        assertThat(RetryAfter.of(Headers.of(RetryAfter.RENAMED, header), NOW)).hasValue(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", ".5", "soon", "1m", ","})
    void ignoresWhatMakesNoSense(String header) {
        assertThat(RetryAfter.of(Headers.of(RetryAfter.RENAMED, header), NOW)).isEmpty();
    }

    @Test
    void ofSeveralHeadersTheLongestCounts() {
        var headers = new Headers.Builder()
                .add(RetryAfter.RENAMED, "2")
                .add(RetryAfter.RENAMED, "7")
                .add(RetryAfter.RENAMED, "soon")
                .build();
        assertThat(RetryAfter.of(headers, NOW)).hasValue(Duration.ofSeconds(7));
    }

    @Test
    void isEmptyWithoutTheHeader() {
        assertThat(RetryAfter.of(Headers.of(), NOW)).isEmpty();
    }
}
