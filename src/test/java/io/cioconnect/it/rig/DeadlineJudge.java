package io.cioconnect.it.rig;

import io.cioconnect.it.LoadBalancerStub.Broken;
import io.cioconnect.simulator.Attempt;
import io.cioconnect.simulator.SenderRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Judges C5: what a cut connection held up is not judged, and what came no later than the machine kept those waiting who wanted a core is listed apart.
 * One thread.
 */
final class DeadlineJudge {
    private static final Duration DEADLINE = Duration.ofMillis(3_800);

    /** After this the load balancer answers itself. */
    private static final Duration OF_THE_BALANCER = Duration.ofMillis(3_700);

    /** After this the sender does not wait any longer. */
    private static final Duration GIVEN_UP = SenderRules.shortened().timeout();

    /** The longest that a connector of the rig is told to take: then a receiver answers 503 itself. */
    private static final Duration OF_A_RECEIVER = Duration.ofSeconds(3);

    private final Disturbances disturbances;
    private final BiFunction<Instant, Instant, Duration> starvation;
    private final List<String> violations = new ArrayList<>();
    private final List<String> starved = new ArrayList<>();

    /** @param starvation for how much of a time a thread that wanted a core had to wait for it */
    DeadlineJudge(Disturbances disturbances, BiFunction<Instant, Instant, Duration> starvation) {
        this.disturbances = disturbances;
        this.starvation = starvation;
    }

    void judge(List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            if (attempt.isTimeout()) {
                // what it took beyond its own time, the sender was late itself
                judge("no answer after " + attempt.took() + ": " + attempt, attempt, GIVEN_UP.minus(OF_THE_BALANCER));
            } else if (attempt.status() > 0) {
                judge(
                        "answered after " + attempt.took() + ": " + attempt,
                        attempt,
                        attempt.took().minus(DEADLINE));
            }
        }
    }

    private void judge(String what, Attempt attempt, Duration late) {
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
        Duration waited = starvation.apply(from, to);
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
