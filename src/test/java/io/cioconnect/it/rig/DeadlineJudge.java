package io.cioconnect.it.rig;

import io.cioconnect.it.LoadBalancerStub.Broken;
import io.cioconnect.simulator.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges C5: what a cut connection held up is not judged, and what came no later than the machine kept those waiting who wanted a core is listed apart.
 * One thread.
 */
final class DeadlineJudge {
    private static final Duration DEADLINE = Duration.ofMillis(3_800);

    /** After this the load balancer answers itself. */
    private static final Duration OF_THE_BALANCER = Duration.ofMillis(3_700);

    /** The longest that a connector of the rig is told to take: then a receiver answers 503 itself. */
    private static final Duration OF_A_RECEIVER = Duration.ofSeconds(3);

    private final Disturbances disturbances;
    private final Starvation starvation;
    private final List<String> violations = new ArrayList<>();
    private final List<String> starved = new ArrayList<>();

    DeadlineJudge(Disturbances disturbances, Starvation starvation) {
        this.disturbances = disturbances;
        this.starvation = starvation;
    }

    void judge(List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            if (attempt.isTimeout()) {
                judge("no answer after " + attempt.took() + ": " + attempt, attempt, OF_THE_BALANCER);
            } else if (attempt.status() > 0) {
                judge("answered after " + attempt.took() + ": " + attempt, attempt, DEADLINE);
            }
        }
    }

    private void judge(String what, Attempt attempt, Duration allowed) {
        Duration late = attempt.took().minus(allowed);
        if (late.compareTo(Duration.ZERO) > 0 && !disturbances.cutBetween(attempt.started(), attempt.ended())) {
            judge(what, late, attempt.started(), attempt.ended());
        }
    }

    /** A receiver that lives has to answer before the load balancer does it in its place. */
    void judgeReceiver(int number, List<Broken> unanswered) {
        for (Broken broken : unanswered) {
            Duration took = Duration.between(broken.from(), broken.to());
            if (took.compareTo(OF_THE_BALANCER) >= 0
                    && !disturbances.receiverHeldUpBetween(number, broken.from(), broken.to())) {
                String what = "receiver " + number + " gave the load balancer no answer in " + took + ": " + broken;
                judge(what, took.minus(OF_A_RECEIVER), broken.from(), broken.to());
            }
        }
    }

    private void judge(String what, Duration late, Instant from, Instant to) {
        Duration waited = starvation.between(from, to);
        String line = what + "; late by " + late.toMillis() + " ms, the machine kept a thread waiting for "
                + waited.toMillis() + " ms of this time";
        if (waited.compareTo(late) >= 0) {
            starved.add(line);
        } else {
            violations.add("C5: " + line);
        }
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    /** Late by no more than the machine was. */
    List<String> starved() {
        return List.copyOf(starved);
    }
}
