package io.cioconnect.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which table is due. Pure but for what it was told; the clock is given. One thread. */
final class SyncSchedule {
    private final Map<String, Due> tables = new LinkedHashMap<>();

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

    void next(String table, Instant from, Duration pause) {
        tables.put(table, new Due(from, pause));
    }

    void now(String table) {
        next(table, Instant.EPOCH, Duration.ZERO);
    }

    boolean isDue(String table, Instant now) {
        Due due = tables.get(table);
        return due != null && due.isOver(now);
    }

    /** The table that has been due the longest, but for these. */
    Optional<String> due(Instant now, Set<String> except) {
        return tables.entrySet().stream()
                .filter(table -> !except.contains(table.getKey()))
                .filter(table -> table.getValue().isOver(now))
                .min((a, b) -> a.getValue().at().compareTo(b.getValue().at()))
                .map(Map.Entry::getKey);
    }

    /** How long until this table is due; zero when it is. */
    Duration untilDue(String table, Instant now) {
        Due due = tables.get(table);
        return due == null || due.isOver(now) ? Duration.ZERO : Duration.between(now, due.at());
    }

    /** How long until a table is due; the longest possible duration without tables. */
    Duration untilNext(Instant now) {
        return tables.values().stream()
                .map(due -> due.isOver(now) ? Duration.ZERO : Duration.between(now, due.at()))
                .min(Duration::compareTo)
                .orElse(Duration.ofSeconds(Long.MAX_VALUE));
    }
}
