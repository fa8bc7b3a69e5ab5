package io.cioconnect.window;

import static io.cioconnect.window.WindowFixture.DAY;
import static io.cioconnect.window.WindowFixture.FIRST;
import static io.cioconnect.window.WindowFixture.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A delivery changes while nothing reads it, and is older than the longest age when reads go on. */
class LongPauseTest {
    private static final String LONGEST = "deliveries (up to 30d)";

    @AutoClose
    private final WindowFixture fixture = new WindowFixture(false);

    private final ObjectNode row = JsonNodeFactory.instance.objectNode();

    @Test
    void theConnectorWasDown() throws Exception {
        put("email", DAY.multipliedBy(29));
        fixture.start().complete(FIRST);
        fixture.clock.advance(DAY.multipliedBy(10));
        opened(DAY.multipliedBy(9));
        fixture.restart().complete(LONGEST);
        assertThat(fixture.written("delivery_metrics")).containsEntry("old/opened", 1L);

        fixture.calls();
        fixture.clock.advance(DAY.multipliedBy(2));
        fixture.complete(LONGEST);
        assertThat(parameter(fixture.calls().get(0), "start_ts"))
                .as("a read that is a little late")
                .isEqualTo(fixture.ago(DAY.multipliedBy(30)).getEpochSecond());
    }

    @Test
    void itsTableWasNotSelected() throws Exception {
        put("email", DAY.multipliedBy(2));
        fixture.start().complete(FIRST);
        fixture.with("tables", "deliveries").restart();
        fixture.clock.advance(DAY);
        opened(Duration.ofHours(2));
        fixture.complete(LONGEST);
        fixture.clock.advance(DAY.multipliedBy(40));
        fixture.complete(LONGEST);
        assertThat(fixture.written("delivery_metrics")).doesNotContainKey("old/opened");

        fixture.with("tables", "@deliveries").restart().complete(LONGEST);
        assertThat(fixture.written("delivery_metrics")).containsEntry("old/opened", 1L);
    }

    @Test
    void itsTypeWasNotSelected() throws Exception {
        put("push", DAY.multipliedBy(2));
        fixture.start().complete(FIRST);
        fixture.with("deliveries.types", "email").restart();
        fixture.clock.advance(DAY);
        opened(Duration.ofHours(2));
        fixture.complete(LONGEST);
        fixture.clock.advance(DAY.multipliedBy(40));
        fixture.complete(LONGEST);
        fixture.with("deliveries.types", "email,push").restart().complete(LONGEST);
        assertThat(fixture.written("delivery_metrics")).containsEntry("old/opened", 1L);
    }

    private void put(String type, Duration ago) {
        long time = fixture.ago(ago).getEpochSecond();
        row.put("id", "old").put("created", time).put("type", type);
        row.putObject("metrics").put("sent", time);
        fixture.customerIo.deliveries().put(row);
    }

    private void opened(Duration ago) {
        ((ObjectNode) row.get("metrics")).put("opened", fixture.ago(ago).getEpochSecond());
        fixture.customerIo.deliveries().put(row);
    }
}
