package io.cioconnect.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.api.KeyProblem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HourlySummaryTest {
    private static final Instant START = Instant.parse("2026-11-28T08:00:00Z");
    private static final Instant HOUR = START.plus(Duration.ofHours(1));

    private final HourlySummary summary = new HourlySummary(START);

    @Test
    void onceAnHourOneLineSaysThatAllIsWell() {
        summary.passed("campaigns", Optional.empty());
        summary.passed("segments", Optional.empty());

        assertThat(summary.isDue(HOUR.minusSeconds(1))).isFalse();
        assertThat(summary.isDue(HOUR)).isTrue();
        assertThat(said(HOUR))
                .containsOnlyOnce("INFO")
                .contains("All polled tables are well: 2 passes in the last hour");
        assertThat(summary.isDue(HOUR.plusSeconds(3_599))).isFalse();
        assertThat(said(HOUR.plus(Duration.ofHours(1)))).contains("0 passes in the last hour");
    }

    @Test
    void aClockThatIsSetBackMakesTheHourNoLonger() {
        assertThat(summary.isDue(START.minusSeconds(3_599))).isFalse();
        assertThat(summary.isDue(START.minus(Duration.ofDays(10)))).isTrue();
    }

    @Test
    void aFailureFromBeforeTheClockWasSetBackHasNoNegativeAge() {
        summary.failed("campaigns", HOUR.plus(Duration.ofDays(10)), "status 500");

        assertThat(said(HOUR)).contains("for 0 min (1 failed)");
    }

    @Test
    void aFailureThatLastsIsRepeatedWithItsAgeAndWhatToDo() {
        summary.failed("campaigns", START.minus(Duration.ofMinutes(90)), "status 500");
        summary.failed("campaigns", START, KeyProblem.LACKS_SCOPE.toString());
        summary.passed("segments", Optional.empty());

        assertThat(said(HOUR))
                .containsOnlyOnce("WARN")
                .doesNotContain("are well")
                .contains("campaigns", "for 150 min (2 failed)", "scope of app.api.key");

        summary.passed("campaigns", Optional.empty());
        assertThat(said(HOUR)).contains("are well");
    }

    @Test
    void whatIsNotWellAlthoughPassesSucceedIsRepeatedAsLongAsItLasts() {
        summary.passed("segments", Optional.of("it has more keys than can be remembered"));

        for (int hour = 0; hour < 2; hour++) {
            assertThat(said(HOUR))
                    .containsOnlyOnce("WARN")
                    .doesNotContain("are well")
                    .contains("Table segments: it has more keys than can be remembered");
        }

        summary.passed("segments", Optional.empty());
        assertThat(said(HOUR)).contains("are well");
    }

    private String said(Instant now) {
        var log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            summary.tell(now);
        } finally {
            System.setErr(before);
        }
        return log.toString(UTF_8);
    }
}
