package io.cioconnect.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShownTablesTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void ofTwoTasksTheNewerIsShownUntilItCloses() {
        TableMetrics old = metrics();
        TableMetrics current = metrics();
        var older = new ShownTables("shown");
        older.show("campaigns", old);
        assertThat(ShownTables.find("shown", "campaigns")).containsSame(old);

        var newer = new ShownTables("shown");
        newer.show("campaigns", current);
        older.close();
        assertThat(ShownTables.find("shown", "campaigns")).containsSame(current);
        assertThat(ShownTables.find("another", "campaigns")).isEmpty();

        newer.close();
        assertThat(ShownTables.find("shown", "campaigns")).isEmpty();
    }

    @Test
    void aFailureLastsUntilTheNextCompletePass() {
        TableMetrics table = metrics();
        Instant since = clock.instant();
        table.failed("status 500");
        clock.advance(Duration.ofMinutes(5));
        table.failed("status 503");
        assertThat(table.failure()).hasValue(new TableMetrics.Failure(since, 2, "status 503"));

        table.passed(clock.instant(), clock.instant(), 1, 1, 0, 0);
        assertThat(table.failure()).isEmpty();
    }

    private TableMetrics metrics() {
        return new TableMetrics(Duration.ofHours(1), clock);
    }
}
