package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.config.ContentConfig;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.simulator.ChildTable;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Fault;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.SimulatedApi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Children go where lists go, page by page: no parent has so many that they fill the memory. */
class ChildPagesTest {
    private static final Table TABLE = Tables.named("campaign_actions");

    @AutoClose
    private final SimulatedApi api = new SimulatedApi();

    @TempDir
    private Path directory;

    private final CustomerIoSimulator customerIo = api.customerIo;
    private final ManualClock clock = new ManualClock();

    @BeforeEach
    void threeCampaigns() {
        customerIo.lists().all().forEach(list -> list.generate(0));
        customerIo.wider().children().clear();
        for (long id = 1; id <= 3; id++) {
            customerIo.list("campaigns").put("{\"id\":" + id + ",\"name\":\"c\",\"state\":\"running\"}");
        }
    }

    @Test
    void eachPageIsHandedOnBeforeTheNextIsAskedFor() throws Exception {
        generate(2, 23, "a");
        try (var listing = listing(directory)) {
            List<Long> afterEachCall = new ArrayList<>();
            fetch(listing, () -> afterEachCall.add(listing.size()));
            assertThat(afterEachCall).containsSubsequence(0L, 10L, 20L, 23L);
        }
    }

    static Stream<Fault> faultsOfAPage() {
        return Stream.of(Fault.html(400), Fault.cursorLoop(3));
    }

    @ParameterizedTest
    @MethodSource("faultsOfAPage")
    void whenAParentFailsOnlyTheRowsThatItHadSoFarAreTakenBack(Fault fault) throws Exception {
        for (long campaign = 1; campaign <= 3; campaign++) {
            generate(campaign, 23, "x".repeat(100_000)); // each more than the memory has room for
            customerIo
                    .wider()
                    .children(ChildTable.CAMPAIGN_ACTIONS, campaign)
                    .put("{\"id\":\"0\",\"name\":\"" + "x".repeat(1_000_000) + "\"}");
        }
        for (int failing : List.of(1, 2, 3)) {
            customerIo.faults().onPage(3, 1, "/v1/campaigns/" + failing + "/actions", fault);
            try (var listing = listing(directory)) {
                Fetched fetched = fetch(listing, () -> {});
                assertThat(fetched.failedParents()).isEqualTo(1);
                assertThat(listing.size()).isEqualTo(48);
                assertThat(listing.rejected()).isEqualTo(2);
                assertThat(keys(listing))
                        .hasSize(48)
                        .noneMatch(key -> key.startsWith(failing + "/"))
                        .contains(failing == 3 ? "2/23" : "3/23", failing == 1 ? "2/0" : "1/0");
                assertThat(eachRejected(listing)).isEqualTo(2);
            }
        }
    }

    @Test
    void aDiskWithoutRoomIsNoFaultOfTheParent() throws Exception {
        generate(1, 60, "x".repeat(100_000));
        try (var listing = listing(directory.resolve("missing"))) {
            assertThatThrownBy(() -> fetch(listing, () -> {}))
                    .hasMessageContaining("missing (java.io.tmpdir)")
                    .hasMessageContaining("/v1/campaigns/1/actions");
        }
    }

    private void generate(long campaign, int actions, String name) {
        for (int id = 1; id <= actions; id++) {
            customerIo
                    .wider()
                    .children(ChildTable.CAMPAIGN_ACTIONS, campaign)
                    .put("{\"id\":\"" + id + "\",\"name\":\"" + name + "\"}");
        }
    }

    private Fetched fetch(Listing listing, PageFetcher.BetweenCalls betweenCalls) throws Exception {
        var fetcher = new PageFetcher(TABLE, api.client, ContentConfig.DEFAULT);
        var queue = new FakeConnect(false).queue();
        var pass = new Pass(clock.instant(), TableFixture.TIMEOUT, TableFixture.INTERVAL, clock, queue);
        return fetcher.fetch(listing, pass, betweenCalls);
    }

    private Listing listing(Path spoolDirectory) {
        return new Listing(
                new RowConverter(TABLE, "p." + TABLE.name()), clock.instant(), RecordCheck.MAX_BYTES, spoolDirectory);
    }

    private static Set<String> keys(Listing listing) throws IOException {
        Set<String> keys = new TreeSet<>();
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            keys.addAll(listing.bucket(bucket).keySet());
        }
        return keys;
    }

    private static int eachRejected(Listing listing) throws Exception {
        List<Integer> lengths = new ArrayList<>();
        listing.eachRejected((reason, json) -> lengths.add(json.length));
        return lengths.size();
    }
}
