package io.cioconnect.it.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What faults were seen to do, or why they did nothing: one that never happens is worse than none. Also what they saw that breaks a promise.
 * Thread-safe.
 */
final class Effects {
    private final History history;
    private final Map<String, Integer> seen = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    Effects(History history) {
        this.history = history;
    }

    synchronized void saw(String what) {
        history.add("effect", Map.of("seen", what));
        seen.merge(what, 1, Integer::sum);
    }

    /** @param violation begins with the promise and a colon */
    synchronized void violates(String violation) {
        history.add("violation", Map.of("violation", violation));
        violations.add(violation);
    }

    /** How often each was seen. */
    synchronized Map<String, Integer> seen() {
        return new TreeMap<>(seen);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }
}
