package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.simulator.ChildTable;
import io.cioconnect.simulator.Fault;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.SimulatedApi;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Parents of which only the beginning is kept, because they are too deep or too large. */
class CutParentsTest {
    private static final String DEEP = "[".repeat(600) + "]".repeat(600);

    @AutoClose
    private final SimulatedApi api = new SimulatedApi();

    private final ManualClock clock = new ManualClock();
    private final CollectedRows rows = new CollectedRows(Stream::<ObjectNode>of);

    @Test
    void oneWhoseIdIsKnownHasItsChildrenRead() throws Exception {
        api.customerIo.wider().children().clear();
        for (long campaign : List.of(5L, 8L, 9L)) {
            api.customerIo
                    .wider()
                    .children(ChildTable.CAMPAIGN_ACTIONS, campaign)
                    .put("{\"id\":\"1\",\"name\":\"a\"}");
        }
        campaigns("{\"id\":5},{\"id\":8,\"name\":" + DEEP + "},{\"name\":" + DEEP + ",\"id\":9}");
        Fetched fetched = fetch("campaign_actions");
        assertThat(rows.rows())
                .extracting(row -> row.path("campaign_id").asText())
                .containsExactly("5", "8");
        assertThat(fetched.failedParents()).as("its id comes too late").isEqualTo(1);
    }

    private void campaigns(String list) {
        api.customerIo
                .faults()
                .times(
                        1,
                        "/v1/campaigns",
                        new Fault.Answer(200, "application/json", Map.of(), "{\"campaigns\":[" + list + "]}"));
    }

    private Fetched fetch(String table) throws Exception {
        var fetcher = new PageFetcher(Tables.named(table), api.client, ContentConfig.DEFAULT);
        var queue = new FakeConnect(false).queue();
        var pass = new Pass(clock.instant(), TableFixture.TIMEOUT, TableFixture.INTERVAL, clock, queue);
        return fetcher.fetch(rows, pass, () -> {});
    }
}
