package io.cioconnect.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
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
    void aCertificateIsAProblemFromThreeWeeksBeforeItsEnd(long daysLeft, String problem) {
        assertThat(Problem.of(withCertificate(daysLeft)))
                .extracting(Problem::what)
                .isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    private static ConnectorStatus withCertificate(long daysLeft) {
        return new ConnectorStatus(
                "1.2.3",
                Instant.EPOCH,
                List.of(),
                new ConnectorStatus.Registration("registered", "", Optional.empty(), false),
                List.of(new ConnectorStatus.Receiver(
                        0, true, true, true, new ConnectorStatus.Latency(0, 0, 0), 0, Map.of(), 0, daysLeft)),
                List.of(),
                Optional.empty(),
                List.of());
    }
}
