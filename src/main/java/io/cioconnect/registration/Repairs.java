package io.cioconnect.registration;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How often an update against a difference was answered 200 and the difference was still there at the next look. After two updates it counts
 * as the API's way and not as drift, until it has been gone once. One thread.
 */
final class Repairs {
    private static final int UPDATES = 2;

    private final Map<String, Integer> updates = new HashMap<>();

    /** What the API shows now; a difference that is gone counts from the beginning when it comes back. */
    void shown(Collection<String> differences) {
        updates.keySet().retainAll(differences);
    }

    /** An update may help against at least one of them. */
    boolean areWorthAnUpdate(Collection<String> differences) {
        return differences.stream().anyMatch(difference -> updates.getOrDefault(difference, 0) < UPDATES);
    }

    /** An update against these was answered 200. */
    void updated(Collection<String> differences) {
        differences.forEach(difference -> updates.merge(difference, 1, Integer::sum));
    }
}
