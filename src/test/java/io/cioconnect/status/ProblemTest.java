package io.cioconnect.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-1, -", // no TLS
                "0, The receiver's certificate has ended or ends within a day.",
                "1, The receiver's certificate ends in 1 day.",
                "20, The receiver's certificate ends in 20 days.",
                "21, -"
            })
    void aCertificateIsAProblemFromThreeWeeksBeforeItsEnd(long daysLeft, @Nullable String problem) {
        assertThat(Problem.of(with(receiver(daysLeft))))
                .extracting(Problem::what)
                .isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    /** Minutes from the last delivery to now; after now it lies when the clock was set back meanwhile. */
    @ParameterizedTest
    @CsvSource({"0, true", "59, true", "60, false", "-1, true", "-60, false"})
    void quarantineIsAProblemForAnHour(long minutes, boolean isProblem) {
        var last = new ConnectorStatus.Events(
                "quarantined.not_json", 1, 1, Optional.of(NOW.minusSeconds(60 * minutes)), List.of());
        assertThat(Problem.of(with(List.of(receiver(-1)), Optional.empty(), List.of(last))))
                .hasSize(isProblem ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "true  | true  | true  | 2 | 1999 | -", // a broker was restarted
                "true  | true  | true  | 3 | 0    | The receiver answered the last 3 deliveries 503",
                "true  | true  | true  | 0 | 2000 | The receiver needs up to 2,000 ms for an answer",
                "true  | false | true  | 3 | 0    | The receiver answers 503: its task is starting, paused",
                "true  | false | false | 3 | 0    | The receiver has no signing key",
                "false | false | false | 3 | 0    | The receiver does not have its port",
            })
    void whatKeepsAReceiverFromAnsweringIsToldOnce(
            boolean bound, boolean ready, boolean canVerify, long unavailable, long p99, @Nullable String problem) {
        var latency = new ConnectorStatus.Latency(0, p99, p99);
        assertOnly(
                with(new ConnectorStatus.Receiver(0, bound, ready, canVerify, latency, 0, Map.of(), unavailable, -1)),
                problem);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "false, false, -",
                "false, true, deliveries: nothing was read for more than two intervals of 15 min",
                "true, false, 'deliveries: 3 reads failed, the first 5 min ago. Status 500.'",
                "true, true, 'deliveries: 3 reads failed, the first 5 min ago. Status 500.'"
            })
    void ofDeliveriesTheReasonCounts(boolean fails, boolean stale, @Nullable String problem) {
        var failure = new ConnectorStatus.Failure(NOW.minusSeconds(300), 3, "status 500");
        var reads = new DeliveryReads(
                Map.of("deliveries", Optional.empty()),
                new DeliveryReads.Read("", Duration.ZERO, Optional.empty(), Optional.empty()),
                List.of(),
                Optional.empty(),
                fails ? Optional.of(failure) : Optional.empty(),
                stale,
                Duration.ofMinutes(15));
        assertOnly(with(List.of(receiver(-1)), Optional.of(reads), List.of()), problem);
    }

    private static void assertOnly(ConnectorStatus status, @Nullable String problem) {
        List<String> problems = Problem.of(status).stream().map(Problem::what).toList();
        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().asString().startsWith(problem);
        }
    }

    private static ConnectorStatus.Receiver receiver(long daysLeft) {
        return new ConnectorStatus.Receiver(
                0, true, true, true, new ConnectorStatus.Latency(0, 0, 0), 0, Map.of(), 0, daysLeft);
    }

    private static ConnectorStatus with(ConnectorStatus.Receiver receiver) {
        return with(List.of(receiver), Optional.empty(), List.of());
    }

    private static ConnectorStatus with(
            List<ConnectorStatus.Receiver> receivers,
            Optional<DeliveryReads> deliveries,
            List<ConnectorStatus.Events> events) {
        return new ConnectorStatus(
                "1.2.3",
                NOW,
                List.of(),
                new ConnectorStatus.Registration("registered", "", Optional.empty(), false),
                receivers,
                List.of(),
                deliveries,
                events);
    }
}
