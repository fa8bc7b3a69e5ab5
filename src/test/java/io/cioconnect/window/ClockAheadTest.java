package io.cioconnect.window;

import static io.cioconnect.window.WindowFixture.DAY;
import static io.cioconnect.window.WindowFixture.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A worker's clock was days ahead, and is right again: what was read meanwhile says nothing of what came since. */
class ClockAheadTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration AHEAD = DAY.multipliedBy(10);
    private static final List<String> AGAIN =
            List.of("deliveries (up to 2h)", "deliveries (up to 3d)", "deliveries (up to 30d)");

    @AutoClose
    private final WindowFixture fixture = new WindowFixture(false);

    @Test
    void whatCameMeanwhileIsWritten() throws Exception {
        fixture.start().complete(FIRST);
        fixture.clock.advance(AHEAD);
        readAgain();

        fixture.clock.advance(DAY.multipliedBy(2).minus(AHEAD));
        put("meanwhile", HOUR.multipliedBy(30));
        put("since", Duration.ofMinutes(30));
        readAgain();

        assertThat(fixture.written("deliveries")).containsOnlyKeys("meanwhile", "since");
    }

    @Test
    void whatIsOlderThanAnyAgeIsWrittenToo() throws Exception {
        fixture.with("deliveries.rescan", "2h/15m").start().complete(FIRST);
        fixture.clock.advance(AHEAD);
        fixture.complete(AGAIN.get(0));

        fixture.clock.advance(DAY.multipliedBy(2).minus(AHEAD));
        put("meanwhile", HOUR.multipliedBy(30));
        fixture.restart().complete(AGAIN.get(0));

        assertThat(fixture.written("deliveries")).containsOnlyKeys("meanwhile");
    }

    @Test
    void whatCameWhileItWasAheadByLessThanAnHourIsWrittenAfterAPause() throws Exception {
        fixture.with("deliveries.rescan", "2h/15m").start().complete(FIRST);
        fixture.clock.advance(Duration.ofMinutes(50));
        fixture.complete(AGAIN.get(0));

        fixture.clock.advance(Duration.ofMinutes(-20));
        put("meanwhile", Duration.ofMinutes(10));
        fixture.clock.advance(HOUR.multipliedBy(9));
        fixture.restart().complete(AGAIN.get(0));

        assertThat(fixture.written("deliveries")).containsOnlyKeys("meanwhile");
    }

    @Test
    void aFirstReadThatBeganMeanwhileBeginsAnew() throws Exception {
        fixture.with("deliveries.start", "P2D");
        fixture.clock.advance(AHEAD);
        fixture.start().complete(FIRST);

        fixture.clock.advance(HOUR.minus(AHEAD));
        put("before", DAY);
        fixture.restart().doWhatIsDue();
        put("since", Duration.ofMinutes(10));
        fixture.clock.advance(HOUR);
        fixture.doWhatIsDue();

        assertThat(fixture.written("deliveries")).containsOnlyKeys("before", "since");
    }

    @Test
    void aClockThatIsSetBackALittleChangesNothing() throws Exception {
        put("known", DAY.multipliedBy(2));
        fixture.start().complete(FIRST);
        fixture.clock.advance(Duration.ofSeconds(-45));
        fixture.complete(FIRST);
        readAgain();

        assertThat(fixture.written("deliveries")).containsEntry("known", 1L);
    }

    private void readAgain() throws Exception {
        for (String read : AGAIN) {
            fixture.complete(read);
        }
    }

    private void put(String id, Duration ago) {
        long time = fixture.ago(ago).getEpochSecond();
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", id).put("created", time).put("type", "email");
        row.putObject("metrics").put("sent", time);
        fixture.customerIo.deliveries().put(row);
    }
}
