package io.cioconnect.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.DeliveryChecker.Copy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryCheckerTest {
    @Test
    void findsNothingWrongWithWhatIsRight() {
        var report = new DeliveryChecker(
                        List.of(
                                attempt("a", 1, 0, 200, ""),
                                attempt("b", 1, 1, 503, ""),
                                attempt("b", 2, 2, 200, ""),
                                attempt("c", 1, 3, 200, "")),
                        List.of(
                                copy("a", "t", 0),
                                copy("b", "t", 1),
                                copy("b", "t", 2),
                                copy("sha of c", "quarantine", 0)))
                .inOrder()
                .check();
        assertThat(report.violations()).isEmpty();
        assertThat(report.confirmed()).isEqualTo(3);
        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(report.outcomes()).containsEntry("200", 3L).containsEntry("503", 1L);
    }

    @Test
    void seesALoss() {
        assertThat(violations(List.of(attempt("a", 1, 0, 200, "")), List.of()))
                .containsExactly("answered 200 and not in Kafka: a");
    }

    @Test
    void seesAnInvention() {
        assertThat(violations(List.of(), List.of(copy("x", "t", 0)))).containsExactly("in t and never sent: x");
    }

    @Test
    void seesMoreCopiesThanAttempts() {
        assertThat(violations(List.of(attempt("a", 1, 0, 200, "")), List.of(copy("a", "t", 0), copy("a", "t", 1))))
                .containsExactly("2 copies after 1 attempts: a");
    }

    @Test
    void allows408OnlyWhileAReceiverStoodStill() {
        List<Attempt> attempts = List.of(attempt("a", 1, 0, 408, ""));
        Instant at = attempts.get(0).ended();
        assertThat(new DeliveryChecker(attempts, List.of())
                        .withStandstill(at, at)
                        .check()
                        .violations())
                .isEmpty();
        assertThat(new DeliveryChecker(attempts, List.of())
                        .withStandstill(at.plusSeconds(1), at.plusSeconds(2))
                        .check()
                        .violations())
                .singleElement()
                .asString()
                .startsWith("answered 408");
    }

    @Test
    void seesAnswersThatCostAnHourAndTimeouts() {
        assertThat(violations(
                        List.of(
                                attempt("a", 1, 0, 500, ""),
                                attempt("a", 2, 1, 0, Attempt.EOF),
                                attempt("a", 3, 2, 0, Attempt.TIMEOUT)),
                        List.of()))
                .hasSize(3);
    }

    @Test
    void excusesTransportErrorsOfADowntimeButNoAnswer() {
        var checker = new DeliveryChecker(
                        List.of(
                                attempt("a", 1, 10, 0, Attempt.REFUSED),
                                attempt("a", 2, 11, 0, Attempt.TIMEOUT),
                                attempt("a", 3, 12, 502, ""),
                                attempt("a", 4, 30, 0, Attempt.REFUSED)),
                        List.of())
                .withDowntime(Instant.ofEpochSecond(9), Instant.ofEpochSecond(20));
        assertThat(checker.check().violations())
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).contains("502"),
                        text -> assertThat(text).contains("attempt 4"));
        assertThat(checker.check().oneHourAnswers()).isEqualTo(3);
    }

    @Test
    void seesDisorderWithinAPartitionButNotAcross() {
        List<Attempt> attempts = List.of(attempt("a", 1, 0, 200, ""), attempt("b", 1, 1, 200, ""));
        assertThat(new DeliveryChecker(attempts, List.of(copy("b", "t", 0), copy("a", "t", 1)))
                        .inOrder()
                        .check()
                        .violations())
                .containsExactly("out of order in t-0: a");
        assertThat(new DeliveryChecker(attempts, List.of(copy("b", "t", 0), copy("a", "u", 1)))
                        .inOrder()
                        .check()
                        .violations())
                .isEmpty();
    }

    private static List<String> violations(List<Attempt> attempts, List<Copy> copies) {
        return new DeliveryChecker(attempts, copies).check().violations();
    }

    private static Attempt attempt(String id, int number, long second, int status, String error) {
        Instant at = Instant.ofEpochSecond(second);
        return new Attempt(id, "sha of " + id, number, at, at, status, error);
    }

    private static Copy copy(String id, String topic, long offset) {
        return new Copy(id, topic, 0, offset);
    }
}
