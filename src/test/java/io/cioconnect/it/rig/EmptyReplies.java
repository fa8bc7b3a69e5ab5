package io.cioconnect.it.rig;

import io.cioconnect.simulator.CustomerIoSimulator.ServedPage;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Replies by which a list looks empty and is not. Two complete passes in a row that are shown nothing delete all its rows, which is right by the
 * documented rule: the first one defers, the second confirms. Any other delete that follows such a reply is wrong. Thread-safe.
 */
final class EmptyReplies {
    private final Map<String, NavigableMap<Instant, Boolean>> isEmptyAt = new HashMap<>(); // guarded by this

    void served(ServedPage page) {
        add(page.table(), page.at(), false);
    }

    void withheld(Instant at, String list) {
        add(list, at, true);
    }

    private synchronized void add(String list, Instant at, boolean isEmpty) {
        isEmptyAt.computeIfAbsent(list, first -> new TreeMap<>()).put(at, isEmpty);
    }

    /**
     * Whether the pass that deleted was shown nothing, and the complete one before it, too.
     *
     * @param passes when the marker of each complete pass over the list was written; that of a pass follows its deletes
     */
    synchronized boolean explain(String list, Instant deleted, Collection<Instant> passes) {
        return passes.stream()
                .filter(pass -> pass.isBefore(deleted))
                .max(Instant::compareTo)
                .filter(before -> lastOfAPassIsEmpty(list, before)
                        && lastOfAPassIsEmpty(list, deleted)
                        && !lastReply(list, before).equals(lastReply(list, deleted)))
                .isPresent();
    }

    private boolean lastOfAPassIsEmpty(String list, Instant end) {
        Map.Entry<Instant, Boolean> last = replies(list).floorEntry(end);
        return last != null && last.getValue();
    }

    private Instant lastReply(String list, Instant end) {
        return replies(list).floorKey(end);
    }

    private NavigableMap<Instant, Boolean> replies(String list) {
        return isEmptyAt.getOrDefault(list, new TreeMap<>());
    }
}
