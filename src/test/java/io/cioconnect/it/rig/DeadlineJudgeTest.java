package io.cioconnect.it.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.LoadBalancerStub.Broken;
import io.cioconnect.simulator.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineJudgeTest {
    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    private static final String RECEIVER = "localhost:1";

    private final Disturbances disturbances = new Disturbances();

    @Test
    void lateAnswerOnAMachineThatHadACoreToSpareBreaksTheDeadline() {
        DeadlineJudge judge = judge(399);
        judge.judge(List.of(answered(4_200)));
        assertThat(judge.violations()).singleElement().asString().startsWith("C5: answered after PT4.2S");
        assertThat(judge.starved()).isEmpty();
    }

    @Test
    void answerNoLaterThanTheMachineIsListed() {
        DeadlineJudge judge = judge(400);
        judge.judge(List.of(answered(4_200), answered(3_800)));
        assertThat(judge.violations()).isEmpty();
        assertThat(judge.starved()).hasSize(1);
    }

    @Test
    void missingAnswerIsMeasuredFromTheTimeOfTheLoadBalancer() {
        DeadlineJudge judge = judge(299);
        judge.judge(List.of(new Attempt("a", "", 1, START, START.plusMillis(4_000), 0, Attempt.TIMEOUT)));
        assertThat(judge.violations()).hasSize(1);
    }

    @Test
    void whatACutConnectionHeldUpIsNotJudged() {
        disturbances.add(FaultKind.of("link", "link-sender", draw -> () -> {}).cutting(), START, START.plusMillis(100));
        DeadlineJudge judge = judge(0);
        judge.judge(List.of(answered(4_200)));
        assertThat(judge.violations()).isEmpty();
        assertThat(judge.starved()).isEmpty();
    }

    @Test
    void receiverThatIsNotHeldUpHasToAnswerBeforeTheLoadBalancerDoes() {
        disturbances.add(
                FaultKind.of("freeze", "worker-2", draw -> () -> {}).holdingUp(), START, START.plusMillis(100));
        DeadlineJudge judge = judge(0);
        List<Broken> broken = List.of(new Broken(RECEIVER, START, START.plusMillis(3_701), "timed out"));
        judge.judgeReceiver(2, broken);
        assertThat(judge.violations()).isEmpty();
        judge.judgeReceiver(1, broken);
        assertThat(judge.violations()).singleElement().asString().startsWith("C5: receiver 1 gave");
    }

    private DeadlineJudge judge(long starvedMillis) {
        return new DeadlineJudge(disturbances, (from, to) -> Duration.ofMillis(starvedMillis));
    }

    private static Attempt answered(long millis) {
        return new Attempt("a", "", 1, START, START.plusMillis(millis), 503, "");
    }
}
