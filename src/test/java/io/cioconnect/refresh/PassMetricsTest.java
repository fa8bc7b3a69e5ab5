package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.testing.Metered;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a table's MBean shows of its passes. */
class PassMetricsTest {
    @Test
    void whatThePassesCameToIsAddedUpAndDeferredDeletesAreThoseOfNow() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.pass();
            table.put(2, 4, "b");
            table.put(5, 5, "x".repeat(1_000_000));
            table.remove(1, 1);
            table.pass();
            assertThat(counts(table)).containsExactlyInAnyOrderEntriesOf(counts(18, 13, 1, 0, 1));

            table.remove(6, 10);
            table.pass();
            assertThat(counts(table)).containsExactlyInAnyOrderEntriesOf(counts(21, 13, 1, 5, 2));
            table.pass();
            assertThat(counts(table)).containsExactlyInAnyOrderEntriesOf(counts(24, 13, 6, 0, 3));
        }
    }

    @Test
    void aTaskShowsAtItsStartWhatTheLastOneLeft() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(1, 6);
            table.pass();
            table.metrics.resumed(table.clock.instant(), 0);
            table.clock.advance(Duration.ofMinutes(1));
            table.restart();
            table.asSyncs().forEach(sync -> sync.starting(false));

            assertThat(value(table, "DeletesHeld")).isEqualTo(6);
            assertThat(value(table, "LastSuccessAgeSeconds")).isEqualTo(60);
        }
    }

    private static Map<String, Long> counts(long listed, long changed, long deleted, long held, long quarantined) {
        return Map.of(
                "RowsListed", listed,
                "RowsChanged", changed,
                "RowsDeleted", deleted,
                "DeletesHeld", held,
                "RowsQuarantined", quarantined);
    }

    private static Map<String, Long> counts(TableFixture table) {
        return Stream.of("RowsListed", "RowsChanged", "RowsDeleted", "DeletesHeld", "RowsQuarantined")
                .collect(Collectors.toMap(Function.identity(), name -> value(table, name)));
    }

    private static long value(TableFixture table, String attribute) {
        return Metered.value(TableMetrics.GROUP, table.metrics, attribute);
    }
}
