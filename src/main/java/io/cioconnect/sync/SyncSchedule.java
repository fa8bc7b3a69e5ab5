package io.cioconnect.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which sync is due. Pure but for what it was told; the clock is given. One thread. */
final class SyncSchedule {
    private final Map<String, Due> syncs = new LinkedHashMap<>();
    private final Map<String, Due> postponed = new HashMap<>();

    /** A pause that began at an instant. */
    private record Due(Instant from, Duration pause) {
        private Instant at() {
            return from.plus(pause);
        }

        /** Also true when the pause seems to begin after a whole pause from now: then the clock was set back. */
        private boolean isOver(Instant now) {
            return !now.isBefore(at()) || from.isAfter(now.plus(pause));
        }
    }

    void next(String sync, Instant from, Duration pause) {
        syncs.put(sync, new Due(from, pause));
        postponed.remove(sync);
    }

    /** As {@link #next}, until {@link #resume}. */
    void postpone(String sync, Instant from, Duration pause) {
        Due before = syncs.put(sync, new Due(from, pause));
        if (before != null) {
            postponed.putIfAbsent(sync, before);
        }
    }

    /** What was postponed, and was given no other time since, is due when it was before. Returns which these are. */
    Set<String> resume() {
        Set<String> resumed = Set.copyOf(postponed.keySet());
        syncs.putAll(postponed);
        postponed.clear();
        return resumed;
    }

    void now(String sync) {
        next(sync, Instant.EPOCH, Duration.ZERO);
    }

    boolean isDue(String sync, Instant now) {
        Due due = syncs.get(sync);
        return due != null && due.isOver(now);
    }

    /** The sync that has been due the longest, but for these. */
    Optional<String> due(Instant now, Set<String> except) {
        return syncs.entrySet().stream()
                .filter(sync -> !except.contains(sync.getKey()))
                .filter(sync -> sync.getValue().isOver(now))
                .min(Comparator.comparing(sync -> sync.getValue().at()))
                .map(Map.Entry::getKey);
    }

    /** All that are due, but for this one. */
    Set<String> dueBeside(String other, Instant now) {
        return syncs.keySet().stream()
                .filter(sync -> !sync.equals(other) && isDue(sync, now))
                .collect(Collectors.toSet());
    }

    /** The sync that is due next, or has been due, but for these. */
    Optional<String> soonest(Instant now, Set<String> except) {
        return syncs.keySet().stream()
                .filter(sync -> !except.contains(sync))
                .min(Comparator.comparing(sync -> untilDue(sync, now)));
    }

    /** How long until this sync is due; zero when it is. */
    Duration untilDue(String sync, Instant now) {
        Due due = syncs.get(sync);
        return due == null || due.isOver(now) ? Duration.ZERO : Duration.between(now, due.at());
    }

    /** How long until a sync is due; the longest possible duration without any. */
    Duration untilNext(Instant now) {
        return syncs.values().stream()
                .map(due -> due.isOver(now) ? Duration.ZERO : Duration.between(now, due.at()))
                .min(Duration::compareTo)
                .orElse(Duration.ofSeconds(Long.MAX_VALUE));
    }
}
