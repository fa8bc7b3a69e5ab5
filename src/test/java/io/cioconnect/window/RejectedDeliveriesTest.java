package io.cioconnect.window;

import static io.cioconnect.window.WindowFixture.DAY;
import static io.cioconnect.window.WindowFixture.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.testing.CapturedLog;
import io.cioconnect.testing.Metered;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says of a delivery that cannot be stored, which is listed again and again. */
class RejectedDeliveriesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final String TWO_HOURS = "deliveries (up to 2h)";
    private static final String THREE_DAYS = "deliveries (up to 3d)";

    @AutoClose
    private final WindowFixture fixture = new WindowFixture(false);

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @BeforeEach
    void start() {
        fixture.with("tables", "deliveries").with("deliveries.start", "P90D").start();
    }

    @Test
    void itIsToldOnceAlthoughManyWindowsHaveOne() throws Exception {
        rejected("a", HOUR);
        rejected("b", DAY.multipliedBy(50));
        fixture.complete(FIRST);
        for (int i = 0; i < 3; i++) {
            fixture.clock.advance(QUARTER);
            fixture.complete(TWO_HOURS);
        }
        fixture.complete(THREE_DAYS);
        assertThat(fixture.connect.log("p.quarantine")).hasSize(2 + 3 + 1);
        assertThat(Metered.value(TableMetrics.GROUP, fixture.metrics("deliveries"), "RowsQuarantined"))
                .isEqualTo(2 + 3 + 1);
        assertThat(told())
                .singleElement()
                .asString()
                .contains("WARN", "Table deliveries: row 1 ", "goes to quarantine");
    }

    @Test
    void itIsToldAgainAfterAReadWithoutAny() throws Exception {
        rejected("a", HOUR);
        fixture.complete(FIRST);
        fixture.clock.advance(HOUR.multipliedBy(3));
        fixture.complete(TWO_HOURS);
        fixture.clock.advance(QUARTER);
        fixture.complete(TWO_HOURS);
        assertThat(told()).hasSize(1);
        rejected("b", HOUR);
        fixture.complete(TWO_HOURS);
        fixture.complete(TWO_HOURS);
        assertThat(told()).hasSize(2);
    }

    @Test
    void aShorterReadWithoutAnyIsNoReasonToTellItAgain() throws Exception {
        fixture.complete(FIRST);
        rejected("a", HOUR.multipliedBy(5));
        for (int i = 0; i < 3; i++) {
            fixture.clock.advance(HOUR.multipliedBy(6));
            fixture.complete(THREE_DAYS);
            fixture.complete(TWO_HOURS);
        }
        assertThat(fixture.connect.log("p.quarantine")).hasSize(3);
        assertThat(told()).hasSize(1);
    }

    private List<String> told() {
        return log.lines("cannot be stored");
    }

    /** A delivery whose id is too long for a key. */
    private void rejected(String id, Duration created) {
        var row = JsonNodeFactory.instance.objectNode();
        row.put("id", id.repeat(2_000)).put("created", fixture.ago(created).getEpochSecond());
        fixture.customerIo.deliveries().put(row);
    }
}
