package io.cioconnect.window;

import io.cioconnect.metrics.TableMetrics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metrics of the tables, which know nothing of ages: the read that is due first counts. Each fails alone. The loop's thread only. */
final class Watched {
    private final List<TableMetrics> metrics;
    private final Map<String, Instant> due = new HashMap<>();
    private Instant lastStart = Instant.EPOCH;

    Watched(List<TableMetrics> metrics) {
        this.metrics = List.copyOf(metrics);
    }

    void starting(Optional<Instant> last) {
        last.filter(lastStart::isBefore).ifPresent(newer -> {
            lastStart = newer;
            metrics.forEach(table -> table.resumed(newer, 0));
        });
    }

    void due(String read, Instant at) {
        due.put(read, at);
        Instant first = due.values().stream().min(Instant::compareTo).orElse(at);
        metrics.forEach(table -> table.nextPass(first));
    }

    void failed(String read, String reason) {
        metrics.forEach(table -> table.failed(read, reason));
    }

    void recovered(String read) {
        metrics.forEach(table -> table.recovered(read));
    }
}
