package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cioconnect.api.AppApiException;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Mood;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.table.Pagination;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ListTables;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.SimulatedApi;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PageFetcherTest {
    @AutoClose
    private final SimulatedApi api = new SimulatedApi();

    private final CustomerIoSimulator customerIo = api.customerIo;
    private final ManualClock clock = new ManualClock();
    private final Pass pass = new Pass(
            clock.instant(), TableFixture.TIMEOUT, TableFixture.INTERVAL, clock, new FakeConnect(false).queue());

    @Test
    void followsTheCursorToTheEnd() throws Exception {
        customerIo.list("newsletters").generate(17);
        try (var listing = listing("newsletters")) {
            assertThat(walk("newsletters", 5).fetch(listing, pass, () -> {}).pages())
                    .isEqualTo(4);
            assertThat(keys(listing)).isEqualTo(17);
        }
    }

    @Test
    void mergesVisibleAndHiddenSendersAndEndsOnTheEmptyPage() throws Exception {
        for (int id = 1; id <= 9; id++) {
            customerIo.list("sender_identities").put("{\"id\":" + id + ",\"name\":\"n\",\"hidden\":" + (id > 6) + "}");
        }
        int rows = customerIo.list("sender_identities").size();
        try (var listing = listing("sender_identities")) {
            int pages =
                    walk("sender_identities", 3).fetch(listing, pass, () -> {}).pages();
            assertThat(keys(listing)).isEqualTo(rows);
            assertThat(pages).isGreaterThan(rows / 3 + 1);
        }
    }

    @Test
    void ofSeveralRowsWithOneKeyTheLastCounts() throws Exception {
        var rows = JsonNodeFactory.instance.objectNode();
        rows.putArray("segments")
                .add(JsonNodeFactory.instance.objectNode().put("id", 1).put("name", "first"))
                .add(JsonNodeFactory.instance.objectNode().put("id", "1").put("name", "last"));
        customerIo
                .faults()
                .times(1, "/v1/segments", new Fault.Answer(200, "application/json", Map.of(), rows.toString()));
        try (var listing = listing("segments")) {
            walk("segments", 0).fetch(listing, pass, () -> {});
            int bucket = SourcePartition.bucketOf("1");
            Map<String, RowRef> rowsOfBucket = listing.bucket(bucket);
            assertThat(rowsOfBucket).containsOnlyKeys("1");
            RowRef row = rowsOfBucket.get("1");
            assertThat(listing.read(bucket, row).getString("name")).isEqualTo("last");
        }
    }

    @Test
    void aPageThatBreaksOffIsFetchedOnceMoreAndItsRowsCountOnce() throws Exception {
        customerIo.list("newsletters").generate(3_000);
        customerIo.faults().onPage(2, 1, "/v1/newsletters", new Fault.CutOff(100_000, false));
        try (var listing = listing("newsletters")) {
            assertThat(walk("newsletters", 1_000).fetch(listing, pass, () -> {}).pages())
                    .isEqualTo(3);
            Map<String, String> read = new TreeMap<>();
            for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
                for (var row : listing.bucket(bucket).entrySet()) {
                    read.put(row.getKey(), listing.read(bucket, row.getValue()).getString("name"));
                }
            }
            Map<String, String> listed = new TreeMap<>();
            customerIo
                    .list("newsletters")
                    .rows()
                    .forEach(row ->
                            listed.put(row.get("id").asText(), row.get("name").asText()));
            assertThat(read).isEqualTo(listed);
        }
    }

    @Test
    void aCursorThatComesASecondTimeIsAnError() throws Exception {
        customerIo.list("newsletters").generate(17);
        customerIo.faults().always("/v1/newsletters", Fault.cursorLoop(3));
        try (var listing = listing("newsletters")) {
            assertThatThrownBy(() -> walk("newsletters", 5).fetch(listing, pass, () -> {}))
                    .isInstanceOf(PassFailedException.class)
                    .hasMessageContaining("loop");
        }
    }

    /** Taken for the end of the list, it would make deletes of the rows behind it. */
    @Test
    void aCursorThatRepeatsTheOneJustUsedIsAnError() throws Exception {
        customerIo.list("newsletters").generate(17);
        customerIo.moods().on(Mood.CURSOR_REPEATS);
        try (var listing = listing("newsletters")) {
            assertThatThrownBy(() -> walk("newsletters", 5).fetch(listing, pass, () -> {}))
                    .isInstanceOf(PassFailedException.class)
                    .hasMessageContaining("loop");
        }
        assertThat(customerIo.moods().struck(Mood.CURSOR_REPEATS)).isPositive();
    }

    @Test
    void pagesThatBringNothingNewAreAnErrorWhateverTheirCursors() throws Exception {
        customerIo.list("newsletters").generate(17);
        customerIo.moods().on(Mood.NOTHING_NEW);
        try (var listing = listing("newsletters")) {
            assertThatThrownBy(() -> walk("newsletters", 5).fetch(listing, pass, () -> {}))
                    .isInstanceOf(PassFailedException.class)
                    .hasMessageContaining("do not end");
        }
        assertThat(customerIo.moods().struck(Mood.NOTHING_NEW)).isPositive();
    }

    @Test
    void aPageThatIsNotThereIsAnError() throws Exception {
        customerIo.list("newsletters").generate(17);
        customerIo.faults().onPage(3, 1, "/v1/newsletters", Fault.html(404));
        try (var listing = listing("newsletters")) {
            assertThatThrownBy(() -> walk("newsletters", 5).fetch(listing, pass, () -> {}))
                    .isInstanceOf(AppApiException.class);
        }
    }

    @Test
    void aListOfOnePageThatNamesANextOneIsFollowed() throws Exception {
        var first = JsonNodeFactory.instance.objectNode().put("next", "2");
        first.putArray("segments").addObject().put("id", 77);
        customerIo
                .faults()
                .times(1, "/v1/segments", new Fault.Answer(200, "application/json", Map.of(), first.toString()));
        PageFetcher walk = walk("segments", 0);
        try (var listing = listing("segments")) {
            Fetched fetched = walk.fetch(listing, pass, () -> {});
            assertThat(fetched.pages()).isEqualTo(2);
            assertThat(fetched.pieces().mayLack("1")).isTrue();
            assertThat(keys(listing)).isEqualTo(1 + customerIo.list("segments").size());
        }
    }

    private static Listing listing(String table) {
        return new Listing(new RowConverter(Tables.named(table), "p." + table), Instant.EPOCH, RecordCheck.MAX_BYTES);
    }

    private PageFetcher walk(String name, int pageSize) {
        Table table = pageSize == 0 ? Tables.named(name) : ListTables.paged(name, new Pagination.Cursor(pageSize));
        return new PageFetcher(table, api.client, ContentConfig.DEFAULT);
    }

    private static int keys(Listing listing) throws IOException {
        int keys = 0;
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            keys += listing.bucket(bucket).size();
        }
        return keys;
    }
}
