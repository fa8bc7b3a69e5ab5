package io.cioconnect.window;

import static io.cioconnect.window.WindowFixture.DAY;
import static io.cioconnect.window.WindowFixture.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.sync.Sync;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code refresh.on.start} does to the delivery tables: every age is read at once, and all of it is written. */
class ReadAllOnStartTest {
    private static final String AGAIN = "deliveries (up to 80d)";

    @AutoClose
    private final WindowFixture fixture = new WindowFixture(false);

    @BeforeEach
    void readTheHistory() throws Exception {
        fixture.deliveries(780, DAY.multipliedBy(78), Duration.ofHours(1));
        fixture.with("deliveries.start", "P90D")
                .with("deliveries.rescan", "80d/24h")
                .start();
        fixture.complete(FIRST);
    }

    @Test
    void everyRowIsWrittenAgain() throws Exception {
        fixture.with("refresh.on.start", "true").restart().doWhatIsDue();
        assertWritten(2);
        fixture.restart().doWhatIsDue();
        assertWritten(3);
    }

    /** Or else the windows it has left behind would not be written. */
    @Test
    void aReadThatWasUnderWayBeginsAnew() throws Exception {
        fixture.clock.advance(Duration.ofHours(24));
        fixture.customerIo.onPage(page -> fixture.clock.advance(Duration.ofSeconds(10)));
        assertThat(fixture.turn(AGAIN)).isEqualTo(Sync.Turn.UNFINISHED);
        fixture.customerIo.onPage(page -> {});
        fixture.with("refresh.on.start", "true").restart().doWhatIsDue();
        assertThat(fixture.written("deliveries")).hasSize(780);
        assertThat(fixture.written("deliveries").values()).noneMatch(times -> times < 2);
    }

    private void assertWritten(long times) {
        assertThat(fixture.written("deliveries")).hasSize(780);
        assertThat(fixture.written("deliveries").values()).containsOnly(times);
    }
}
