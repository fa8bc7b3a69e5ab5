package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.testing.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What somebody who reads the log learns of a pass. */
class PassLogTest {
    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @Test
    void aLongPassSaysOnceAMinuteHowFarItIs() throws Exception {
        try (var table = new TableFixture("newsletters", 10, "p", Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 95, "a"); // ten pages
            table.list.betweenPages(() -> table.clock.advance(Duration.ofSeconds(25)));
            table.pass();

            assertThat(log.lines("rows read so far"))
                    .hasSize(3)
                    .allMatch(line -> line.contains("INFO") && line.contains("newsletters"))
                    .first()
                    .asString()
                    .contains("40 rows", "PT1M15S");
        }
    }

    @Test
    void whatCannotBeStoredIsSaidOnceNotInEachPass() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 3, "a");
            table.put(4, 4, "half \ud83d");
            table.pass();
            table.pass();
            assertThat(log.lines("cannot be stored"))
                    .singleElement()
                    .asString()
                    .contains("WARN", "segments", "the key 4", "surrogate");
            table.put(4, 4, "mended");
            table.pass();
            table.list.rows().put("1.5", "who");
            table.pass();
            assertThat(log.lines("cannot be stored"))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("row 2 ", "deletes nothing");
        }
    }

    /** Keys are remembered for the sake of deletes alone. */
    @Test
    void tooManyKeysAreNoNewsWhereNothingIsEverDeleted() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.limitKeys(10);
            table.deleteNever();
            table.put(1, 11, "a");
            table.pass();
            table.remove(1, 1);
            table.pass();
            assertThat(log.lines("too many keys")).isEmpty();
            assertThat(log.lines("can be remembered again")).isEmpty();
        }
    }
}
