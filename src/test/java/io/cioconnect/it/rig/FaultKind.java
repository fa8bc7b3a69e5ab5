package io.cioconnect.it.rig;

import java.util.function.IntFunction;

/**
 * A way in which something goes wrong.
 *
 * @param resource what it takes hold of: two faults that want the same one follow each other
 * @param isCut whether a connection of the sender, or behind the load balancer, is cut or held up, so that an answer may be missing or late
 * @param injection makes it happen, given the schedule's draw, and returns what heals it
 */
record FaultKind(String name, String resource, boolean isCut, IntFunction<Runnable> injection) {
    static FaultKind of(String name, String resource, IntFunction<Runnable> injection) {
        return new FaultKind(name, resource, false, injection);
    }

    FaultKind cutting() {
        return new FaultKind(name, resource, true, injection);
    }
}
