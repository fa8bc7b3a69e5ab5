package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiException;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.simulator.ChildTable;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Usage;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.SimulatedApi;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChildFetchTest {
    private static final Fault BAD_REQUEST = Fault.html(400);

    @AutoClose
    private final SimulatedApi api = new SimulatedApi();

    private final CustomerIoSimulator customerIo = api.customerIo;
    private final ManualClock clock = new ManualClock();
    private CollectedRows rows = new CollectedRows(Stream::of);
    private Fetched fetched;

    @BeforeEach
    void emptyWorkspace() {
        customerIo.lists().all().forEach(list -> list.generate(0));
        customerIo.wider().children().clear();
        for (long id : List.of(5, 8)) {
            customerIo.list("campaigns").put("{\"id\":" + id + ",\"name\":\"c\",\"state\":\"running\"}");
        }
    }

    static List<Table> allTables() {
        return Tables.all().stream().filter(table -> !table.isReadByWindows()).toList();
    }

    @ParameterizedTest
    @MethodSource("allTables")
    void everyTableIsFetchedFromTheSimulator(Table table) throws Exception {
        customerIo.lists().all().forEach(list -> list.generate(2));
        assertThat(fetch(table.name())).isPositive();
    }

    @Test
    void childrenCarryTheIdOfTheirParentAndAreReadToTheLastPage() throws Exception {
        generate(5, 23);
        generate(8, 1);
        // one page of campaigns, three pages of ten actions at most, and one
        assertThat(fetch("campaign_actions")).isEqualTo(1 + 3 + 1);
        assertThat(ids("campaign_id")).hasSize(24).filteredOn("5"::equals).hasSize(23);
        assertThat(rows.rows()).allMatch(row -> row.has("id"));
        assertThat(fetched.pieces().mayLack("5/1")).isTrue();
        assertThat(fetched.pieces().mayLack("8/1")).isFalse();
        assertThat(fetched.failedParents()).isZero();
    }

    @Test
    void aParentThatIsNotThereAnyMoreHasNoChildren() throws Exception {
        generate(5, 2);
        generate(8, 2);
        customerIo.faults().always("/v1/campaigns/5/actions", Fault.html(404));
        fetch("campaign_actions");
        assertThat(ids("campaign_id")).containsExactly("8", "8");
        assertThat(fetched.failedParents()).isZero();
    }

    @Test
    void aParentThatCannotBeReadIsCountedAndNoneOfItsRowsIsHandedOn() throws Exception {
        generate(5, 23);
        generate(8, 2);
        customerIo.faults().onPage(2, 1, "/v1/campaigns/5/actions", BAD_REQUEST);
        fetch("campaign_actions");
        assertThat(ids("campaign_id")).containsExactly("8", "8");
        assertThat(fetched.failedParents()).isEqualTo(1);
        assertThat(fetched.unread().cover("5/1")).isTrue();
        assertThat(fetched.unread().cover("8/5")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "campaign_metrics, campaigns, /v1/campaigns/5/metrics",
        "journey_metrics, campaigns, /v1/campaigns/5/journey_metrics",
        "transactional_metrics, transactional, /v1/transactional/5/metrics",
        "link_metrics, campaigns, /v1/campaigns/5/metrics/links",
        "segment_counts, segments, /v1/segments/5/customer_count",
        "segment_usage, segments, /v1/segments/5/used_by",
        "sender_usage, sender_identities, /v1/sender_identities/5/used_by"
    })
    void aReplyThatIsNotUnderstoodIsAFailureOfItsParent(String table, String parents, String path) throws Exception {
        customerIo.list(parents).generate(0);
        customerIo.list(parents).put("{\"id\":5,\"name\":\"p\"}");
        var login = "{\"meta\":{\"message\":\"nice credentials.\"}}";
        customerIo.faults().always(path, new Fault.Answer(200, "application/json", Map.of(), login));
        fetch(table);
        assertThat(rows.rows()).isEmpty();
        assertThat(fetched.failedParents()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aParentThatTheKeyMayNotReadIsCountedAndTheOthersAreRead(int status) throws Exception {
        generate(5, 2);
        generate(8, 2);
        customerIo.faults().always("/v1/campaigns/8/actions", Fault.html(status));
        fetch("campaign_actions");
        assertThat(ids("campaign_id")).containsExactly("5", "5");
        assertThat(fetched.failedParents()).isEqualTo(1);
        assertThat(fetched.unread().cover("8/1")).isTrue();
    }

    /** As when Customer.io no longer has the path: no parent says so itself. A failure beside them proves nothing. */
    @ParameterizedTest
    @ValueSource(ints = {404, 400, 403})
    void aPathThatIsUnknownForAllParentsEndsThePass(int another) {
        customerIo.list("campaigns").put("{\"id\":9,\"name\":\"c\",\"state\":\"running\"}");
        Map.of(5, 404, 8, 404, 9, another)
                .forEach((id, status) ->
                        customerIo.faults().always("/v1/campaigns/" + id + "/actions", Fault.html(status)));
        assertThatThrownBy(() -> fetch("campaign_actions"))
                .isInstanceOfSatisfying(
                        AppApiException.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    @Test
    void allParentsMayHaveGone() throws Exception {
        var gone = new Fault.Answer(404, "application/json", Map.of(), "{\"errors\":[{\"detail\":\"not found\"}]}");
        List.of(5, 8).forEach(id -> customerIo.faults().always("/v1/campaigns/" + id + "/actions", gone));
        fetch("campaign_actions");
        assertThat(rows.rows()).isEmpty();
        assertThat(fetched.failedParents()).isZero();
    }

    @Test
    void aParentThatIsGoneEndsARowOfFailures() throws Exception {
        customerIo.list("campaigns").generate(9);
        for (int id = 1; id <= 9; id++) {
            customerIo.faults().always("/v1/campaigns/" + id + "/actions", id == 5 ? Fault.html(404) : BAD_REQUEST);
        }
        fetch("campaign_actions");
        assertThat(fetched.failedParents()).isEqualTo(8);
    }

    @Test
    void aParentThatIsGoneShowsThatTheKeyIsGood() throws Exception {
        customerIo.faults().always("/v1/campaigns/5/actions", Fault.html(401));
        customerIo.faults().always("/v1/campaigns/8/actions", Fault.html(404));
        fetch("campaign_actions");
        assertThat(fetched.failedParents()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"campaign_actions,401", "campaign_actions,403", "campaign_action_metrics,401"})
    void aKeyThatMayReadNoneOfTheParentsEndsThePass(String table, int status) {
        customerIo.faults().always("/v1/campaigns/5/actions", Fault.html(status));
        customerIo.faults().always("/v1/campaigns/8/actions", Fault.html(status));
        assertThatThrownBy(() -> fetch(table))
                .isInstanceOfSatisfying(
                        AppApiException.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    @Test
    void anIdIsTheSameHoweverItIsSpelled() throws Exception {
        generate(5, 1);
        generate(8, 1);
        campaigns("{\"id\":5.0},{\"id\":\"8\"}");
        fetch("campaign_actions");
        assertThat(ids("campaign_id")).containsExactly("5", "8");
        assertThat(fetched.failedParents()).isZero();
    }

    /** What it is asked for would be answered 404, as if it had no rows. */
    @Test
    void aParentWithoutAUsableIdIsNotAskedForAndAnyRowMayBeItsOwn() throws Exception {
        generate(5, 1);
        campaigns("{\"id\":5},{\"id\":null},{},{\"id\":\"x\"},{\"id\":8.5},{\"id\":{}}");
        assertThat(fetch("campaign_actions")).isEqualTo(2);
        assertThat(ids("campaign_id")).containsExactly("5");
        assertThat(fetched.failedParents()).isEqualTo(5);
        assertThat(fetched.unread().cover("8/1")).isTrue();
    }

    @Test
    void whenManyParentsFailInARowThePassDoes() {
        customerIo.list("campaigns").generate(9);
        customerIo
                .list("campaigns")
                .rows()
                .forEach(row -> customerIo
                        .faults()
                        .always("/v1/campaigns/" + row.get("id").asText() + "/actions", BAD_REQUEST));
        assertThatThrownBy(() -> fetch("campaign_actions")).isInstanceOf(AppApiException.class);
    }

    @Test
    void noParentFailsWhenThePassTookTooLong() throws Exception {
        generate(5, 2);
        assertThatThrownBy(() -> fetch("campaign_actions", () -> clock.advance(TableFixture.TIMEOUT.plusMillis(1))))
                .isInstanceOf(PassFailedException.class)
                .hasMessageContaining("refresh.pass.timeout.ms");
        assertThat(rows.rows()).isEmpty();
    }

    @Test
    void eachUseIsARow() throws Exception {
        customerIo.list("segments").put("{\"id\":7,\"name\":\"s\",\"state\":\"finished\"}");
        customerIo.wider().usage().segment(7, new Usage.UsedBy(List.of(5L, 8L), List.of(73L), List.of()));
        customerIo.wider().usage().count(7, 42);
        fetch("segment_usage");
        assertThat(rows.rows().stream()
                        .filter(row -> row.get("segment_id").asLong() == 7)
                        .map(row -> row.get("used_by").asText() + " " + row.get("used_by_id")))
                .containsExactly("campaign 5", "campaign 8", "draft_newsletter 73");
        fetch("segment_counts");
        assertThat(rows.rows())
                .anySatisfy(row -> assertThat(row.toString())
                        .contains("\"segment_id\":7", "\"count\":42", "\"state\":\"finished\""));
    }

    @Test
    void metricsOfActionsAreAskedForBelowTheirCampaign() throws Exception {
        generate(5, 1);
        fetch("campaign_action_metrics");
        assertThat(ids("campaign_id")).isNotEmpty().containsOnly("5");
        assertThat(ids("resolution")).containsOnly("days");
        assertThat(rows.rows()).allMatch(row -> row.path("action_id").asLong() > 0);
    }

    @Test
    void onlySentNewslettersHaveMetrics() throws Exception {
        customerIo.list("newsletters").generate(0);
        customerIo.list("newsletters").put("{\"id\":71,\"name\":\"draft\",\"sent_at\":null}");
        customerIo.list("newsletters").put("{\"id\":73,\"name\":\"never\",\"sent_at\":0}");
        customerIo.list("newsletters").put("{\"id\":72,\"name\":\"sent\",\"sent_at\":1788048000}");
        fetch("newsletter_metrics");
        assertThat(ids("newsletter_id")).containsOnly("72");
    }

    @Test
    void aChildThatIsNoObjectIsHandedOnAndAParentThatIsNoneHasFailed() throws Exception {
        generate(8, 1);
        customerIo.faults().always("/v1/campaigns/5/actions", json("{\"actions\":[\"oops\"]}"));
        campaigns("{\"id\":5},\"oops\",{\"id\":8}");
        fetch("campaign_actions");
        assertThat(ids("campaign_id")).containsExactly("8");
        assertThat(rows.rejected()).extracting(row -> row.value().asText()).containsExactly("***");
        assertThat(fetched.failedParents()).isEqualTo(1);
        assertThat(fetched.unread().cover("9/1")).isTrue();
    }

    private static Fault json(String body) {
        return new Fault.Answer(200, "application/json", Map.of(), body);
    }

    private void campaigns(String rows) {
        customerIo.faults().times(1, "/v1/campaigns", json("{\"campaigns\":[" + rows + "]}"));
    }

    private void generate(long campaign, int actions) {
        for (int id = 1; id <= actions; id++) {
            customerIo
                    .wider()
                    .children(ChildTable.CAMPAIGN_ACTIONS, campaign)
                    .put("{\"id\":\"" + id + "\",\"name\":\"a\",\"body\":\"b\"}");
        }
    }

    private List<String> ids(String column) {
        return rows.rows().stream().map(row -> row.path(column).asText()).toList();
    }

    private int fetch(String table) throws Exception {
        return fetch(table, () -> {});
    }

    private int fetch(String table, PageFetcher.BetweenCalls betweenCalls) throws Exception {
        rows = new CollectedRows(Stream::<ObjectNode>of);
        var fetcher = new PageFetcher(Tables.named(table), api.client, ContentConfig.DEFAULT);
        var queue = new FakeConnect(false).queue();
        var pass = new Pass(clock.instant(), TableFixture.TIMEOUT, TableFixture.INTERVAL, clock, queue);
        fetched = fetcher.fetch(rows, pass, betweenCalls);
        return fetched.pages();
    }
}
