package io.cioconnect.it.rig;

import java.util.function.IntFunction;

/**
 * A way in which something goes wrong.
 *
 * @param resource what it takes hold of: two faults that want the same one follow each other
 * @param touch what a sender may see of it
 * @param weight how often a round has it: what costs the workers little comes more often
 * @param injection makes it happen, given the schedule's draw, and returns what heals it
 */
record FaultKind(String name, String resource, Touch touch, int weight, IntFunction<Runnable> injection) {

    /** What a sender may see of a fault. */
    enum Touch {
        /** Nothing but 200 and 503, in time. */
        NOTHING,
        /** A receiver may not answer, so that the load balancer does, when its own time is over. */
        RECEIVER,
        /** An answer may be missing, late, or another one. */
        SENDER
    }

    static FaultKind of(String name, String resource, IntFunction<Runnable> injection) {
        return new FaultKind(name, resource, Touch.NOTHING, 1, injection);
    }

    /** A connection of the sender is cut or held up. */
    FaultKind cutting() {
        return new FaultKind(name, resource, Touch.SENDER, weight, injection);
    }

    /** A receiver, or its connection behind the load balancer, is. */
    FaultKind holdingUp() {
        return new FaultKind(name, resource, Touch.RECEIVER, weight, injection);
    }

    FaultKind times(int inEachRound) {
        return new FaultKind(name, resource, touch, inEachRound, injection);
    }
}
