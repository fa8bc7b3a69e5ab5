package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiException;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.simulator.ChildTable;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Fault;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.SimulatedApi;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parents that the App API itself refuses one by one, however many. */
class RefusedParentsTest {
    @AutoClose
    private final SimulatedApi api = new SimulatedApi();

    private final CustomerIoSimulator customerIo = api.customerIo;
    private final ManualClock clock = new ManualClock();
    private final CollectedRows rows = new CollectedRows(Stream::<ObjectNode>of);

    @BeforeEach
    void nineCampaigns() {
        customerIo.lists().all().forEach(list -> list.generate(0));
        customerIo.wider().children().clear();
        for (int id = 1; id <= 9; id++) {
            customerIo.list("campaigns").put("{\"id\":" + id + ",\"name\":\"c\",\"state\":\"running\"}");
            customerIo.wider().children(ChildTable.CAMPAIGN_ACTIONS, id).put("{\"id\":1,\"name\":\"a\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void theOthersAreReadThoughTheFirstOnesAreAllRefused(int status) throws Exception {
        refuse(1, 7, status);
        assertThat(fetch("campaign_actions").failedParents()).isEqualTo(7);
        assertThat(read("campaign_id")).containsExactly("8", "9");
    }

    @Test
    void aScopeThatIsMissingForTheLastOnesDoesNotKeepTheOthersFromBeingRead() throws Exception {
        refuse(4, 9, 403);
        assertThat(fetch("campaign_actions").failedParents()).isEqualTo(6);
        assertThat(read("campaign_id")).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403})
    void whenAllAreRefusedThePassFails(int status) {
        refuse(1, 9, status);
        assertThatThrownBy(() -> fetch("campaign_actions"))
                .isInstanceOfSatisfying(
                        AppApiException.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    /** The key may have been revoked meanwhile. */
    @Test
    void aKeyThatIsRefusedInTheMiddleFailsThePass() {
        refuse(4, 9, 401);
        assertThatThrownBy(() -> fetch("campaign_actions")).isInstanceOf(AppApiException.class);
    }

    /** It comes from something between the App API and us. */
    @Test
    void aPageInTheMiddleFailsThePass() {
        for (int id = 4; id <= 9; id++) {
            customerIo.faults().always("/v1/campaigns/" + id + "/actions", Fault.html(403));
        }
        assertThatThrownBy(() -> fetch("campaign_actions")).isInstanceOf(AppApiException.class);
    }

    private void refuse(int from, int to, int status) {
        for (int id = from; id <= to; id++) {
            customerIo.faults().always("/v1/campaigns/" + id + "/actions", Fault.status(status));
        }
    }

    private List<String> read(String column) {
        return rows.rows().stream().map(row -> row.path(column).asText()).toList();
    }

    private Fetched fetch(String table) throws Exception {
        var fetcher = new PageFetcher(Tables.named(table), api.client, ContentConfig.DEFAULT);
        var queue = new FakeConnect(false).queue();
        var pass = new Pass(clock.instant(), TableFixture.TIMEOUT, TableFixture.INTERVAL, clock, queue);
        return fetcher.fetch(rows, pass, () -> {});
    }
}
